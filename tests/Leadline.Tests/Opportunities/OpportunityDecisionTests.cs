using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Support.DecidedBatch;

namespace Leadline.Tests.Opportunities;

/// <summary>
/// What captures and changes of opportunities decide, of the leads and opportunities that were found.
/// </summary>
public sealed class OpportunityDecisionTests
{
    private const int Code = ActivityType.FirstOpportunityCode;

    private readonly DecidedBatch batch = new();

    public OpportunityDecisionTests()
    {
        // Two of one lead that have the same name are duplicates.
        batch.Define(
            AccountFields.ActivityOwner(Code),
            Field("mx_Custom_1") with { DisplayName = "Name", Unique = Uniqueness.Enforced },
            Field("mx_Custom_3"));
        batch.Define(
            AccountFields.OpportunityOwner(Code),
            Field(ActivityFieldNames.Status, FieldType.SearchableDropdown) with
            {
                Options = ["Open", "Won"],
                DefaultValue = "Open",
            });
    }

    private static ActivityTypeCatalog Types { get; } =
        new([new ActivityType { EventCode = Code, Id = Guid.NewGuid(), Name = "Deal", DisplayName = "Deal" }]);

    private IReadOnlyList<ActivityRow> Activities => batch.Rows.Of(ActivityStore.Insert);

    [Fact]
    public void A_capture_makes_the_lead_the_opportunity_and_the_activity_that_records_it()
    {
        var captured = batch.Decide(Capture(Deal("Loan"))).Value;

        Assert.True(captured.IsCreated);
        Assert.False(captured.DuplicateRecorded);
        var made = Assert.Single(batch.Rows.Of(OpportunityStore.Insert)).Activity;
        Assert.Equal((captured.OpportunityId, captured.LeadId, "Open"), (made.Id, made.LeadId, made.Status));
        var record = Assert.Single(Activities).Activity;
        Assert.Equal(
            (captured.ActivityId, OpportunityActivityTypes.Captured, captured.OpportunityId),
            (record.Id, record.EventCode, record.OpportunityId));
        Assert.Equal([LeadEvents.Created, OpportunityEvents.Created], batch.EventKinds);
        Assert.Equal(["lead", "activity", "activity"], batch.TakeCounters());
        Assert.Equal("Opportunity Captured", batch.Batch.ById(AccountId, captured.LeadId)!.Lead.LastActivityName);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void Its_like_on_the_same_lead_is_a_duplicate_that_stays_as_it_is(bool doNotPost, int activities)
    {
        var known = Found(Lead(), "Loan");

        var captured = batch.Decide(Capture(Deal("loan") with { DoNotPostDuplicateActivity = doNotPost })).Value;

        Assert.Equal(
            (known.Activity.Id, false, !doNotPost),
            (captured.OpportunityId, captured.IsCreated, captured.DuplicateRecorded));
        Assert.Equal(activities, Activities.Count);
        Assert.Empty(batch.Rows.Of(OpportunityStore.Insert));
        Assert.Empty(batch.Rows.Of(OpportunityStore.Update));
    }

    [Fact]
    public void A_duplicate_is_overwritten_where_the_capture_says_so()
    {
        var known = Found(Lead(), "Loan", ("mx_Custom_3", "Old"));

        batch.Decide(Capture(Deal("Loan", ("mx_Custom_3", "New")) with { OverwriteFields = true }));

        var updated = Assert.Single(batch.Rows.Of(OpportunityStore.Update)).Activity;
        Assert.Equal((known.Activity.Id, "New", Now), (updated.Id, updated.Value("mx_Custom_3"), updated.ModifiedOn));
        Assert.Equal([OpportunityEvents.Updated, ActivityEvents.Created, ActivityEvents.Created], batch.EventKinds);
    }

    [Fact]
    public void The_second_of_two_alike_in_one_batch_is_the_duplicate_of_the_first()
    {
        var first = batch.Decide(Capture(Deal("Loan"))).Value;
        var second = batch.Decide(Capture(Deal("Loan"))).Value;
        var third = batch.Decide(Capture(Deal("Card"))).Value;

        Assert.Equal(
            (first.LeadId, first.OpportunityId, false), (second.LeadId, second.OpportunityId, second.IsCreated));
        Assert.True(third.IsCreated);
        Assert.Equal(2, batch.Rows.Of(OpportunityStore.Insert).Count);
    }

    [Fact]
    public void A_lead_that_only_an_earlier_command_lets_it_find_is_looked_at_the_next_time()
    {
        var lead = batch.Found(("Phone", "+91-9876543210"));
        var capture = Capture(Deal("Loan"));
        capture.Value.Want(batch.Batch);

        // Its opportunities were not asked for: nobody knew the lead by this address yet.
        NameIt();
        Assert.Throws<RaceLostException>(() => capture.Value.Decide(batch.Batch, batch.Rows, Now));

        batch.RollBack(lead);
        capture.Value.Want(batch.Batch);
        NameIt();
        capture.Value.Decide(batch.Batch, batch.Rows, Now);
        var outcome = capture.Value.Outcome.Value;
        Assert.Equal((lead.Id, true), (outcome.LeadId, outcome.IsCreated));

        void NameIt()
        {
            lead.Values.Remove("EmailAddress");
            batch.Decide(
                WriteLead.ById(batch.Caller, batch.Definitions, lead.Id, Values(("EmailAddress", "asha@example.com"))));
        }
    }

    [Fact]
    public void A_capture_is_refused_before_it_is_a_command()
    {
        Assert.Equal(ActivityRules.UnknownType, Capture(Deal("Loan") with { OpportunityEventCode = 12345 }).Failure);
        Assert.Equal(
            "OverwriteFields and UpdateEmptyFields both cannot be true",
            Capture(Deal("Loan") with { OverwriteFields = true, UpdateEmptyFields = true }).Failure?.Message);
        Assert.Equal(
            "'SearchBy' is mandatory in LeadDetails",
            Capture(Deal("Loan"), ("EmailAddress", "asha@example.com")).Failure?.Message);
    }

    [Fact]
    public void A_change_writes_the_opportunity_once_and_touches_its_lead()
    {
        var lead = Lead();
        var known = Found(lead, "Loan");

        Assert.Equal(known.Activity.Id, batch.Decide(Change(lead, known, ("Status", "Won"))).Value);
        Assert.Equal(known.Activity.Id, batch.Decide(Change(lead, known, ("mx_Custom_3", "x"))).Value);
        Assert.Equal(known.Activity.Id, batch.Decide(Change(lead, known, ("mx_Custom_3", "x"))).Value);

        var written = Assert.Single(batch.Rows.Of(OpportunityStore.Update)).Activity;
        Assert.Equal(("Won", "x"), (written.Status, written.Value("mx_Custom_3")));
        Assert.Equal([OpportunityEvents.Updated, OpportunityEvents.Updated], batch.EventKinds);
        Assert.Equal((Now, Before), (lead.LastModifiedOn, lead.ModifiedOn));
    }

    [Fact]
    public void A_change_into_anothers_like_is_refused_once_it_has_been_looked_for()
    {
        var lead = Lead();
        var (loan, card) = (Found(lead, "Loan"), Found(lead, "Card"));

        var refused = batch.Decide(Change(lead, card, ("mx_Custom_1", "LOAN")));
        Assert.Equal(
            new Failure(ErrorCode.Duplicate, "An Opportunity with same Name already exists."), refused.Failure);

        // Whether anyone has this name, nobody has asked yet.
        Assert.Throws<RaceLostException>(() => batch.Decide(Change(lead, loan, ("mx_Custom_1", "House"))));
        Assert.True(batch.Rows.IsEmpty);
        Assert.Equal("Loan", loan.Activity.Value("mx_Custom_1"));
    }

    [Fact]
    public void An_opportunity_that_is_gone_or_another_leads_does_not_exist()
    {
        var lead = Lead();
        var other = Found(batch.Found(("EmailAddress", "ravi@example.com")), "Loan");

        Assert.Equal(OpportunityRules.Unknown, batch.Decide(Change(lead, other, ("Status", "Won"))).Failure);
        batch.Batch.Part<OpportunityBatch>().Remove(new RowBuffer(), other);
        Assert.Equal(
            OpportunityRules.Unknown,
            batch.Decide(Of(other.Activity.LeadId, other.Activity.Id, ("Status", "Won"))).Failure);
        Assert.Equal(
            OpportunityRules.Unknown, batch.Decide(Of(Guid.NewGuid(), other.Activity.Id, ("Status", "Won"))).Failure);
        Assert.True(batch.Rows.IsEmpty);
    }

    private Lead Lead() => batch.Found(("EmailAddress", "asha@example.com"));

    /// <summary>An opportunity that the database holds.</summary>
    private OpportunityBatch.Entry Found(Lead lead, string name, params (string Name, string Value)[] values)
    {
        var opportunity = new Activity
        {
            AccountId = AccountId,
            Id = Guid.NewGuid(),
            LeadId = lead.Id,
            EventCode = Code,
            Status = "Open",
            OwnerId = Colleague.Id,
            CreatedBy = Colleague.Id,
            ModifiedBy = Colleague.Id,
            Values = values.Append(("mx_Custom_1", name)).ToDictionary(),
        };
        var key = OpportunityDefinition.For(batch.Definitions.Fields, Code)!.KeyOf(batch.Account, opportunity);
        var entry = batch.Batch.Part<OpportunityBatch>().Add(new RowBuffer(), opportunity, key, autoId: null);
        entry.IsWritten = false;
        return entry;
    }

    private static OpportunityBody Deal(string name, params (string, string?)[] more) => new()
    {
        OpportunityEventCode = Code,
        Fields = [.. Values([("mx_Custom_1", name), .. more])],
    };

    private Result<LeadCommand<OpportunityCaptured>> Capture(OpportunityBody deal) =>
        Capture(deal, ("EmailAddress", "asha@example.com"), ("SearchBy", "EmailAddress"));

    private Result<LeadCommand<OpportunityCaptured>> Capture(OpportunityBody deal, params (string, string?)[] lead)
    {
        var body = new CaptureOpportunityBody { LeadDetails = [.. Values(lead)], Opportunity = deal };
        return CaptureOpportunity.Prepare(batch.Caller, batch.Definitions, Types, body);
    }

    private Result<LeadCommand<Guid>> Change(
        Lead lead, OpportunityBatch.Entry opportunity, params (string, string?)[] fields) =>
        Of(lead.Id, opportunity.Activity.Id, fields);

    private Result<LeadCommand<Guid>> Of(Guid leadId, Guid opportunityId, params (string, string?)[] fields)
    {
        var body = new UpdateOpportunityBody { Fields = [.. Values(fields)] };
        return new ChangeOpportunity(batch.Caller, batch.Definitions, leadId, opportunityId, body);
    }
}
