using System.Text;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Tests.Support;

/// <summary>
/// An account and a batch in memory, in which commands are decided as on a lane, but with no database: what it would
/// hold is entered as found, and the rows that it would get stay to be looked at.
/// </summary>
internal sealed class DecidedBatch
{
    public const int AccountId = 7;

    private readonly Dictionary<string, FieldCatalog> catalogs;

    public DecidedBatch(params FieldDefinition[] ownFields)
    {
        Account = new Account
        {
            Id = AccountId,
            Name = "In memory",
            TimeZone = "UTC",
            CountryCode = "91",
            Version = 5,
            Users = new[] { Me, Colleague }.ToDictionary(user => user.Id),
            Keys = new Dictionary<string, ApiKey>(),
        };
        catalogs = new() { [AccountFields.LeadOwner] = new FieldCatalog([.. StandardLeadFields.All, .. ownFields]) };
    }

    public static DateTime Now { get; } = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    public static DateTime Before { get; } = Now.AddDays(-3);

    public static User Me { get; } = new(
        Guid.NewGuid(), "me@example.com", "Me", "", Roles.Administrator, IsActive: true, PasswordHash: null);

    public static User Colleague { get; } =
        new(Guid.NewGuid(), "colleague@example.com", "Colleague", "", "Sales_User", IsActive: true, PasswordHash: null);

    public Account Account { get; }

    public Definitions Definitions => new(Account, new AccountFields(Version: 5, catalogs));

    public Caller Caller => new(Account, Me);

    public LeadBatch Batch { get; private set; } = new();

    public RowBuffer Rows { get; private set; } = new();

    /// <summary>What the event log gets, in order.</summary>
    public IReadOnlyList<Event> Events => Rows.Of(EventStore.Append);

    public IEnumerable<string> EventKinds => Events.Select(entry => entry.Kind);

    public static LeadProperty[] Values(params (string Name, string? Value)[] values) =>
        [.. values.Select(field => new LeadProperty { Attribute = field.Name, Value = field.Value })];

    public static FieldDefinition Field(string name, FieldType type = FieldType.Text) =>
        new() { SchemaName = name, DisplayName = name, Type = type };

    /// <summary>Gives an owner other than leads its fields.</summary>
    public void Define(string owner, params FieldDefinition[] fields) => catalogs[owner] = new FieldCatalog(fields);

    /// <summary>A lead that the database holds.</summary>
    public Lead Found(params (string Name, string Value)[] values)
    {
        var lead = new Lead
        {
            AccountId = AccountId,
            Id = Guid.NewGuid(),
            OwnerId = Colleague.Id,
            CreatedBy = Colleague.Id,
            ModifiedBy = Colleague.Id,
            CreatedOn = Before,
            ModifiedOn = Before,
            LastModifiedOn = Before,
            Values = values.ToDictionary(field => field.Name, field => field.Value),
        };
        Batch.Found(lead, LeadInput.KeysOf(Account, Definitions.Lead, lead));
        return lead;
    }

    /// <summary>Decides the next command of the batch.</summary>
    public Result<T> Decide<T>(Result<LeadCommand<T>> made)
    {
        var command = made.Value;
        command.Want(Batch);
        command.Decide(Batch, Rows, Now);
        return command.Outcome;
    }

    /// <summary>The counters of which the decisions so far ask a number, in their order.</summary>
    public IReadOnlyList<string> TakeCounters() => [.. Batch.TakeNumbered().Select(numbered => numbered.Counter.Name)];

    /// <summary>
    /// The rows of the leads themselves as they come at the end of a batch, and of their keys, in words.
    /// </summary>
    public IReadOnlyList<string> LeadRows()
    {
        var rows = new RowBuffer();
        LeadBatchRows.Add(rows, Batch, _ => Account.CountryCode);
        return
        [
            .. rows.Of(LeadStore.RemoveIdentity).Select(row => $"- {row.Key.Field} {row.Key.Value}"),
            .. rows.Of(LeadStore.Insert).Select(row => $"insert {Json(row)}"),
            .. rows.Of(LeadStore.Update).Select(row => $"update {Json(row)}"),
            .. rows.Of(LeadStore.AddIdentity).Select(row => $"+ {row.Key.Field} {row.Key.Value}"),
        ];
    }

    /// <summary>The database comes anew, with these leads: the batch was rolled back.</summary>
    public void RollBack(params Lead[] leads)
    {
        (Batch, Rows) = (new LeadBatch(), new RowBuffer());
        foreach (var lead in leads)
            Batch.Found(lead, LeadInput.KeysOf(Account, Definitions.Lead, lead));
    }

    private static string Json(LeadRow row) => row.Values is { } values ? Encoding.UTF8.GetString(values) : "no values";
}
