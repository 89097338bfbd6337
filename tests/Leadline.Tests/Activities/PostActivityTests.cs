using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Support.DecidedBatch;

namespace Leadline.Tests.Activities;

/// <summary>What posting an activity decides, of the leads that were found.</summary>
public sealed class PostActivityTests
{
    private const int Visit = 205;
    private const int Note = 206;

    private readonly DecidedBatch batch = new();

    public PostActivityTests() => batch.Define(AccountFields.ActivityOwner(Visit), Field("mx_Custom_1"));

    private static ActivityTypeCatalog Types { get; } = new(
    [
        new ActivityType { EventCode = Visit, Id = Guid.NewGuid(), Name = "Visit", DisplayName = "Visit", Score = 10 },
        new ActivityType { EventCode = Note, Id = Guid.NewGuid(), Name = "Note", DisplayName = "Note" },
    ]);

    [Fact]
    public void An_unknown_lead_is_made_with_its_activity()
    {
        var body = new ActivityBody { ActivityEvent = Note, ActivityNote = "Hello" };

        var posted = batch.Decide(Post(body, ("EmailAddress", "asha@example.com"))).Value;

        var row = Assert.Single(batch.Rows.Of(ActivityStore.Insert));
        Assert.Equal((posted.ActivityId, "Hello", Now), (row.Activity.Id, row.Activity.Note, row.Activity.ActivityOn));
        var lead = batch.Batch.ById(AccountId, row.Activity.LeadId)!.Lead;
        Assert.Equal(("Note", Now, Now), (lead.LastActivityName, lead.FirstActivityOn, lead.LastActivityOn));
        Assert.Equal([LeadEvents.Created, ActivityEvents.Created], batch.EventKinds);
        Assert.Equal(["lead", "activity"], batch.TakeCounters());
        Assert.Equal("0", posted.LeadScore);
    }

    [Fact]
    public void Points_are_added_to_the_score_and_told_but_nobody_edited_the_lead()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"), ("Score", "5"));

        var posted = batch.Decide(Post(new ActivityBody { ActivityEvent = Visit }, lead.Id)).Value;

        Assert.Equal("15", posted.LeadScore);
        Assert.Equal(("15", "10"), (lead.Value("Score"), lead.Value("EngagementScore")));
        Assert.Equal((Before, Now), (lead.ModifiedOn, lead.LastModifiedOn));
        Assert.Equal([ActivityEvents.Created, LeadEvents.Updated], batch.EventKinds);
        Assert.Equal(
            """{"Score":{"Before":"5","After":"15"},"EngagementScore":{"Before":null,"After":"10"}}""",
            batch.Events[1].Data);
        Assert.Equal(
            ["""update {"EmailAddress":"asha@example.com","Score":"15","EngagementScore":"10"}"""], batch.LeadRows());
    }

    [Fact]
    public void A_lead_that_is_only_touched_keeps_its_values_unsent()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));

        batch.Decide(Post(new ActivityBody { ActivityEvent = Note }, lead.Id));

        Assert.Equal(["update no values"], batch.LeadRows());
    }

    [Fact]
    public void An_activity_of_the_past_is_not_the_leads_last()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));
        batch.Decide(Post(new ActivityBody { ActivityEvent = Note }, lead.Id));

        batch.Decide(
            Post(new ActivityBody { ActivityEvent = Visit, ActivityDateTime = "2026-01-02 03:04:05" }, lead.Id));

        var then = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Assert.Equal(("Note", then, Now), (lead.LastActivityName, lead.FirstActivityOn, lead.LastActivityOn));
    }

    [Fact]
    public void A_refused_lead_leaves_no_activity()
    {
        Assert.Equal(
            LeadRules.Unknown, batch.Decide(Post(new ActivityBody { ActivityEvent = Visit }, Guid.NewGuid())).Failure);
        Assert.Equal(
            LeadRules.Unknown,
            batch.Decide(PostActivity.OnLeadOf(
                batch.Caller, batch.Definitions, Types, "EmailAddress",
                new ActivityBody { ActivityEvent = Visit, SearchByValue = "nobody@example.com" })).Failure);

        Assert.True(batch.Rows.IsEmpty);
        Assert.Empty(batch.TakeCounters());
    }

    [Fact]
    public void What_is_wrong_with_the_activity_is_told_before_what_is_wrong_with_its_lead()
    {
        (string, string?) unknown = ("mx_Nowhere", "x");

        Assert.Equal(ActivityRules.UnknownType, Post(new ActivityBody { ActivityEvent = 999 }, unknown).Failure);
        Assert.Equal(
            ErrorCode.UnknownAttribute, Post(new ActivityBody { ActivityEvent = Visit }, unknown).Failure?.Code);
    }

    private Result<LeadCommand<ActivityPosted>> Post(ActivityBody body, Guid leadId) =>
        PostActivity.Prepare(batch.Caller, batch.Definitions, Types, new ActivityInput(body) { LeadId = leadId });

    private Result<LeadCommand<ActivityPosted>> Post(ActivityBody body, params (string, string?)[] lead) =>
        PostActivity.Prepare(batch.Caller, batch.Definitions, Types, new ActivityInput(body) { Lead = Values(lead) });
}
