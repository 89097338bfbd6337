using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Subscribers;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Support.DecidedBatch;

namespace Leadline.Tests.Subscribers;

/// <summary>What a capture for ISPCRM decides, of the leads and their numbers that were found.</summary>
public sealed class CaptureSubscriberTests
{
    private readonly DecidedBatch batch = new();

    [Fact]
    public void A_new_lead_gets_a_number_and_keeps_it()
    {
        var first = batch.Decide(Capture(("EmailAddress", "asha@example.com"))).Value;
        Assert.Equal(["lead", "ispcrm_lead"], batch.TakeCounters());

        var again = batch.Decide(Capture(("EmailAddress", "asha@example.com"), ("FirstName", "Asha"))).Value;

        Assert.Same(first, again);
        Assert.Equal("New", first.Status);
        Assert.Same(first, Assert.Single(batch.Rows.Of(SubscriberStore.AddNumber)));
        Assert.Empty(batch.TakeCounters());
    }

    [Fact]
    public void A_lead_that_has_a_number_gets_no_other()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));
        var known = new SubscriberNumber(AccountId, lead.Id, "Contacted", Before) { Number = 117 };
        batch.Batch.Part<SubscriberNumbers>().Add(known);

        Assert.Same(known, batch.Decide(Capture(("EmailAddress", "asha@example.com"))).Value);

        Assert.True(batch.Rows.IsEmpty);
    }

    [Fact]
    public void An_address_of_one_and_a_number_of_another_mean_the_address_and_both_stay_as_they_are_known()
    {
        var asha = batch.Found(("EmailAddress", "asha@example.com"), ("Phone", "+91-1111111111"));
        var ravi = batch.Found(("Phone", "+91-9876543210"));

        var number = batch.Decide(
            Capture(("EmailAddress", "asha@example.com"), ("Phone", "9876543210"), ("FirstName", "Asha"))).Value;

        Assert.Equal(asha.Id, number.LeadId);
        Assert.Equal(("Asha", "+91-1111111111"), (asha.Value("FirstName"), asha.Value("Phone")));
        Assert.Equal("+91-9876543210", ravi.Value("Phone"));
        Assert.Equal([LeadEvents.Updated], batch.EventKinds);
    }

    private Result<LeadCommand<SubscriberNumber>> Capture(params (string, string?)[] values) =>
        CaptureSubscriber.Prepare(batch.Caller, batch.Definitions, Values(values));
}
