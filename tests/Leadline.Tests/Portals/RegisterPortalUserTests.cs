using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Portals;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Support.DecidedBatch;

namespace Leadline.Tests.Portals;

/// <summary>What a registration decides, of the leads and portal users that were found.</summary>
public sealed class RegisterPortalUserTests
{
    private readonly DecidedBatch batch = new();

    private static Portal Portal { get; } =
        new(AccountId, Guid.NewGuid(), "Portal", IsActive: true, new PortalSettings(), Me.Id, Before, Before);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_is_unknown_becomes_a_lead_and_a_user(bool onlyNew)
    {
        var leadId = batch.Decide(Register(onlyNew, ("EmailAddress", "asha@example.com"))).Value;

        var row = Assert.Single(batch.Rows.Of(PortalUserStore.Insert));
        Assert.Equal(new PortalUserRow(new PortalUserKey(AccountId, Portal.Id, leadId), "hash", Now), row);
        Assert.Equal([LeadEvents.Created, PortalEvents.Registered], batch.EventKinds);
        Assert.Equal((leadId, Portal.Id), (batch.Events[1].LeadId, batch.Events[1].RecordId));
    }

    [Fact]
    public void A_known_lead_becomes_a_user_once()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));

        Assert.Equal(lead.Id, batch.Decide(Register(onlyNew: false, ("EmailAddress", "asha@example.com"))).Value);
        Assert.Equal(
            RegisterPortalUser.Exists,
            batch.Decide(Register(onlyNew: false, ("EmailAddress", "asha@example.com"), ("FirstName", "X"))).Failure);

        Assert.Single(batch.Rows.Of(PortalUserStore.Insert));
        Assert.Null(lead.Value("FirstName"));
    }

    [Fact]
    public void A_user_of_another_portal_is_none_of_this_one()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));
        batch.Batch.Part<PortalUsers>().Add(new PortalUserKey(AccountId, Guid.NewGuid(), lead.Id));

        Assert.Equal(lead.Id, batch.Decide(Register(onlyNew: false, ("EmailAddress", "asha@example.com"))).Value);
    }

    [Fact]
    public void A_user_is_told_so_and_a_lead_that_must_be_new_is_refused_in_the_same_words()
    {
        var user = batch.Found(("EmailAddress", "user@example.com"));
        batch.Batch.Part<PortalUsers>().Add(new PortalUserKey(AccountId, Portal.Id, user.Id));
        batch.Found(("EmailAddress", "lead@example.com"));

        Assert.Equal(
            RegisterPortalUser.Exists,
            batch.Decide(Register(onlyNew: false, ("EmailAddress", "user@example.com"))).Failure);
        Assert.Equal(
            RegisterPortalUser.Exists,
            batch.Decide(Register(onlyNew: true, ("EmailAddress", "lead@example.com"))).Failure);

        Assert.True(batch.Rows.IsEmpty);
        Assert.Empty(batch.LeadRows());
    }

    private Result<LeadCommand<Guid>> Register(bool onlyNew, params (string, string?)[] values) =>
        RegisterPortalUser.Prepare(
            batch.Caller, batch.Definitions, Portal,
            Values([.. values, ("SearchBy", "EmailAddress")]), onlyNew, "hash");
}
