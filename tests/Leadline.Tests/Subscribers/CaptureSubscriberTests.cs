using Leadline.Activities;
using Leadline.Fields;
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
    private static readonly ActivityTypeCatalog Types = new(
        [SystemActivityTypes.All.Single(system => system.Type.EventCode == LeadMilestones.Capture).Type]);

    private readonly DecidedBatch batch = new();

    [Fact]
    public void A_new_lead_gets_a_number_and_keeps_it()
    {
        var first = batch.Decide(Capture("Asha", "asha@example.com", "9811111111")).Value;
        Assert.Equal(["lead", "activity", "ispcrm_lead"], batch.TakeCounters());

        var again = batch.Decide(Capture("Asha Rao", "asha@example.com", "9811111111")).Value;

        Assert.Same(first, again);
        Assert.Equal("New", first.Status);
        Assert.Same(first, Assert.Single(batch.Rows.Of(SubscriberStore.AddNumber)));
        Assert.Equal(["activity"], batch.TakeCounters());
        Assert.Equal(2, batch.Rows.Of(ActivityStore.Insert).Count);
    }

    [Fact]
    public void A_lead_that_has_a_number_gets_no_other()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));
        var known = new SubscriberNumber(AccountId, lead.Id, "Contacted", Before) { Number = 117 };
        batch.Batch.Part<SubscriberNumbers>().Add(known);

        Assert.Same(known, batch.Decide(Capture("Asha", "asha@example.com", "9811111111")).Value);

        Assert.Empty(batch.Rows.Of(SubscriberStore.AddNumber));
    }

    [Fact]
    public void S4_an_address_of_one_and_a_number_of_another_mean_the_address_and_both_stay_as_they_are_known()
    {
        var asha = batch.Found(("EmailAddress", "asha@example.com"), ("Phone", "+91-1111111111"), ("FirstName", "Asha"));
        var ravi = batch.Found(("Phone", "+91-9876543210"));

        var number = batch.Decide(Capture("Ravi Rao", "asha@example.com", "9876543210")).Value;

        Assert.Equal(asha.Id, number.LeadId);
        Assert.Equal(
            ("Asha", null, "+91-1111111111"), (asha.Value("FirstName"), asha.Value("LastName"), asha.Value("Phone")));
        Assert.Equal("+91-9876543210", ravi.Value("Phone"));
        var said = Assert.Single(batch.Rows.Of(ActivityStore.Insert)).Activity;
        Assert.Equal(asha.Id, said.LeadId);
        Assert.Equal(
            "Source{=}ISPCRM{next}Name{=}Ravi Rao{next}Email{=}asha@example.com{next}Phone{=}9876543210{next}"
            + "PhoneOfAnotherLead{=}" + ravi.Id + "{next}",
            said.Note);
    }

    private Result<LeadCommand<SubscriberNumber>> Capture(string name, string email, string phone) => CaptureSubscriber.Prepare(
        batch.Caller, batch.Definitions, Types, new Enquiry(name, email, phone, Address: null, Remarks: null));
}
