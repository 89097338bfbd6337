using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Support.DecidedBatch;

namespace Leadline.Tests.Leads;

/// <summary>What a write of a lead decides, of the leads that were found.</summary>
public sealed class WriteLeadTests
{
    private readonly DecidedBatch batch = new(
        Field("mx_Once") with { LockAfterCreate = true },
        Field("mx_Code") with { Unique = Uniqueness.Enforced, DisplayName = "Code" });

    [Fact]
    public void A_new_lead_gets_defaults_an_owner_its_keys_a_number_and_an_event()
    {
        var written = batch.Decide(
            New(("EmailAddress", "Asha@Example.com"), ("FirstName", "Asha"), ("mx_Code", "C1"))).Value;

        Assert.True(written.IsCreated);
        var lead = batch.Batch.ById(AccountId, written.LeadId)!.Lead;
        Assert.Equal(
            ("Asha", "Prospect", "0"), (lead.Value("FirstName"), lead.Value("ProspectStage"), lead.Value("Score")));
        Assert.Equal((Me.Id, Me.Id, Now, Now), (lead.OwnerId, lead.CreatedBy, lead.CreatedOn, lead.LastModifiedOn));
        Assert.Equal(["lead"], batch.TakeCounters());
        var created = Assert.Single(batch.Events);
        Assert.Equal(
            (LeadEvents.Created, written.LeadId, Me.Id, null),
            (created.Kind, created.LeadId, created.UserId, created.Data));
        Assert.Equal(
            ["insert", "+ EmailAddress asha@example.com", "+ mx_Code c1"],
            batch.LeadRows().Select((row, i) => i == 0 ? row[..6] : row));
    }

    [Theory]
    [InlineData("EmailAddress", "asha@example.com", "A Lead with same Email already exists.")]
    [InlineData("Phone", "98765 43210", "A Lead with same Phone Number already exists.")]
    [InlineData("mx_Code", "c1", "A Lead with same Code already exists.")]
    public void A_taken_value_refuses_a_new_lead_and_leaves_no_trace(string field, string value, string message)
    {
        batch.Found(("EmailAddress", "asha@example.com"), ("Phone", "+91-9876543210"), ("mx_Code", "C1"));

        var refused = batch.Decide(New(("FirstName", "Another"), (field, value)));

        Assert.Equal(new Failure(ErrorCode.Duplicate, message), refused.Failure);
        AssertNothingWritten();
    }

    [Fact]
    public void A_lead_of_nobody_is_refused()
    {
        var refused = batch.Decide(New(("Company", "Nobody's")));

        Assert.Equal(ErrorCode.MissingAttribute, refused.Failure?.Code);
        AssertNothingWritten();
    }

    [Fact]
    public void Later_commands_of_a_batch_find_the_lead_that_an_earlier_one_made()
    {
        var made = batch.Decide(New(("EmailAddress", "asha@example.com")));

        Assert.Equal(ErrorCode.Duplicate, batch.Decide(New(("EmailAddress", "ASHA@example.com"))).Failure?.Code);
        Assert.Equal(
            new LeadWritten(made.Value.LeadId, IsCreated: false),
            batch.Decide(ByIdentity(("EmailAddress", "asha@example.com"), ("Phone", "9876543210"))).Value);
        Assert.Equal(
            new LeadWritten(made.Value.LeadId, IsCreated: false),
            batch.Decide(ByIdentity(("Phone", "+91-9876543210"))).Value);
        Assert.Single(batch.LeadRows(), row => row.StartsWith("insert", StringComparison.Ordinal));
        Assert.DoesNotContain(batch.LeadRows(), row => row.StartsWith("update", StringComparison.Ordinal));
    }

    [Fact]
    public void An_update_moves_the_keys_and_its_event_tells_both_values()
    {
        var lead = batch.Found(("EmailAddress", "old@example.com"), ("FirstName", "Asha"));

        var written = batch.Decide(ById(lead, ("EmailAddress", "new@example.com"), ("FirstName", "Asha"))).Value;

        Assert.Equal(new LeadWritten(lead.Id, IsCreated: false), written);
        Assert.Equal((Now, Me.Id, Before), (lead.ModifiedOn, lead.ModifiedBy, lead.CreatedOn));
        var updated = Assert.Single(batch.Events);
        Assert.Equal(LeadEvents.Updated, updated.Kind);
        Assert.Equal("""{"EmailAddress":{"Before":"old@example.com","After":"new@example.com"}}""", updated.Data);
        Assert.Equal(
            [
                "- EmailAddress old@example.com",
                """update {"EmailAddress":"new@example.com","FirstName":"Asha"}""",
                "+ EmailAddress new@example.com",
            ],
            batch.LeadRows());
        Assert.Empty(batch.TakeCounters());
    }

    [Fact]
    public void What_changes_nothing_writes_nothing()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"), ("FirstName", "Asha"));

        Assert.Equal(
            lead.Id,
            batch.Decide(ByIdentity(("EmailAddress", "asha@example.com"), ("FirstName", "Asha"))).Value.LeadId);

        AssertNothingWritten();
        Assert.Equal(Before, lead.ModifiedOn);
    }

    [Fact]
    public void An_update_to_a_value_of_another_lead_is_refused_whole()
    {
        batch.Found(("EmailAddress", "taken@example.com"));
        var lead = batch.Found(("EmailAddress", "asha@example.com"));

        var refused = batch.Decide(ById(lead, ("FirstName", "Changed"), ("EmailAddress", "taken@example.com")));

        Assert.Equal(ErrorCode.Duplicate, refused.Failure?.Code);
        Assert.Null(lead.Value("FirstName"));
        AssertNothingWritten();
    }

    [Fact]
    public void A_value_that_an_earlier_command_let_go_is_free()
    {
        var first = batch.Found(("EmailAddress", "asha@example.com"));
        batch.Decide(ById(first, ("EmailAddress", "gone@example.com")));

        Assert.True(batch.Decide(ByIdentity(("EmailAddress", "asha@example.com"))).Value.IsCreated);
    }

    [Fact]
    public void A_lead_that_must_exist_is_not_made()
    {
        batch.Found(("EmailAddress", "asha@example.com"));

        var byId = WriteLead.ById(batch.Caller, batch.Definitions, Guid.NewGuid(), Values(("FirstName", "X")));
        Assert.Equal(LeadRules.Unknown, batch.Decide(byId).Failure);
        Assert.Equal(
            LeadRules.Unknown, batch.Decide(Row("EmailAddress", ("EmailAddress", "nobody@example.com"))).Failure);
        Assert.Equal(ErrorCode.MissingAttribute, Row("EmailAddress", ("FirstName", "X")).Failure?.Code);
        AssertNothingWritten();
    }

    [Fact]
    public void A_locked_field_is_set_once()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));

        Assert.Null(batch.Decide(ById(lead, ("mx_Once", "first"))).Failure);
        Assert.Equal(
            "'mx_Once' cannot be changed after the lead is created",
            batch.Decide(ById(lead, ("mx_Once", "second"))).Failure?.Message);
        Assert.Equal("first", lead.Value("mx_Once"));
    }

    [Theory]
    [InlineData(LeadUpdateBehavior.UpdateAll, "New", "Co", "new@example.com")]
    [InlineData(LeadUpdateBehavior.DoNotUpdate, "Old", null, "old@example.com")]
    [InlineData(LeadUpdateBehavior.UpdateOnlyEmptyFields, "Old", "Co", "old@example.com")]
    [InlineData(LeadUpdateBehavior.DoNotUpdateUniqueFields, "New", "Co", "old@example.com")]
    internal void A_capture_says_what_of_a_known_lead_it_changes(
        LeadUpdateBehavior behavior, string name, string? company, string email)
    {
        var lead = batch.Found(("FirstName", "Old"), ("EmailAddress", "old@example.com"), ("Phone", "+91-9876543210"));

        batch.Decide(Capture(
            behavior,
            ("Phone", "9876543210"), ("FirstName", "New"), ("Company", "Co"), ("EmailAddress", "new@example.com")));

        Assert.Equal(
            (name, company, email), (lead.Value("FirstName"), lead.Value("Company"), lead.Value("EmailAddress")));
    }

    [Fact]
    public void A_repeated_capture_leaves_the_first_source()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"), ("Source", "Fair"));

        batch.Decide(Capture(
            LeadUpdateBehavior.UpdateAll,
            ("EmailAddress", "asha@example.com"), ("Source", "Web"), ("Company", "Co")));

        Assert.Equal(("Fair", "Co"), (lead.Value("Source"), lead.Value("Company")));
    }

    [Fact]
    public void A_capture_goes_by_id_unless_the_address_is_another_persons()
    {
        var lead = batch.Found(("EmailAddress", "asha@example.com"));
        var id = lead.Id.ToString();

        var same = batch.Decide(
            Capture(LeadUpdateBehavior.UpdateAll, ("ProspectID", id), ("EmailAddress", "asha@example.com")));
        var other = batch.Decide(
            Capture(LeadUpdateBehavior.UpdateAll, ("ProspectID", id), ("EmailAddress", "ravi@example.com")));

        Assert.Equal(lead.Id, same.Value.LeadId);
        Assert.True(other.Value.IsCreated);
        Assert.NotEqual(lead.Id, other.Value.LeadId);
    }

    [Fact]
    public void A_visitor_becomes_a_lead_of_its_own_id()
    {
        var visitor = Guid.NewGuid();
        var made = WriteLead.Convert(batch.Caller, batch.Definitions, visitor, Values(("FirstName", "Visitor")));

        Assert.Equal(new LeadWritten(visitor, IsCreated: true), batch.Decide(made).Value);
        Assert.Equal(new LeadWritten(visitor, IsCreated: false), batch.Decide(made).Value);
    }

    [Fact]
    public void A_command_is_as_old_as_the_older_of_its_definitions()
    {
        var account = batch.Account with { Version = 9 };
        var definitions = new Definitions(account, batch.Definitions.Fields);

        var command = WriteLead.New(batch.Caller, definitions, Values(("FirstName", "X"))).Value;

        Assert.Equal(5, command.Version);
        Assert.Same(account, command.Caller.Account);
    }

    private Result<LeadCommand<LeadWritten>> New(params (string, string?)[] values) =>
        WriteLead.New(batch.Caller, batch.Definitions, Values(values));

    private Result<LeadCommand<LeadWritten>> ById(Lead lead, params (string, string?)[] values) =>
        WriteLead.ById(batch.Caller, batch.Definitions, lead.Id, Values(values));

    private Result<LeadCommand<LeadWritten>> ByIdentity(params (string, string?)[] values) =>
        WriteLead.ByIdentity(batch.Caller, batch.Definitions, Values(values));

    private Result<LeadCommand<LeadWritten>> Capture(LeadUpdateBehavior behavior, params (string, string?)[] values) =>
        WriteLead.Capture(batch.Caller, batch.Definitions, Values(values), behavior);

    private Result<LeadCommand<LeadWritten>> Row(string searchBy, params (string, string?)[] values) =>
        WriteLead.Row(batch.Caller, batch.Definitions, searchBy, Values(values));

    private void AssertNothingWritten()
    {
        Assert.True(batch.Rows.IsEmpty);
        Assert.Empty(batch.LeadRows());
        Assert.Empty(batch.TakeCounters());
    }
}
