using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Events;

/// <summary>One thing that happened to a record.</summary>
/// <param name="Data">What changed, as JSON: for an update each field's value before and after; null when the record
/// says it all.</param>
internal sealed record Event(
    int AccountId, Guid Id, string Kind, Guid? LeadId, Guid? RecordId, Guid UserId, DateTime OccurredOn, string? Data)
{
    /// <summary>Whoever made the change asked that LeadSquared's webhooks stay silent about it.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>A new event that a caller's change brings about.</summary>
    public static Event By(
        Caller caller, string kind, Guid? leadId, Guid? recordId, DateTime on, string? data = null) =>
        new(caller.AccountId, Ids.New(), kind, leadId, recordId, caller.User.Id, on, data);
}

/// <summary>
/// The SQL of the account's log of events. Writing one is part of the change's transaction; nothing is called inline.
/// </summary>
internal static class EventStore
{
    public static readonly RowStatement<Event> Append = new RowStatement<Event>(
            order: 90,
            row => row.AccountId,
            $"""
            INSERT INTO event (account_id, event_id, kind, lead_id, record_id, user_id, occurred_on, data, is_quiet)
            {RowSource.WithAccount(
                "event_id", "kind", "lead_id", "record_id", "user_id", "occurred_on", "data", "is_quiet")}
            """)
        .With(NpgsqlDbType.Uuid, row => row.Id)
        .With(NpgsqlDbType.Text, row => row.Kind)
        .With(NpgsqlDbType.Uuid, row => row.LeadId)
        .With(NpgsqlDbType.Uuid, row => row.RecordId)
        .With(NpgsqlDbType.Uuid, row => row.UserId)
        .With(NpgsqlDbType.TimestampTz, row => row.OccurredOn)
        .With(NpgsqlDbType.Jsonb, row => row.Data)
        .With(NpgsqlDbType.Boolean, row => row.IsQuiet ? true : (bool?)null)
        .ManyByCopy()
        .Telling(accountId => Wakes.Tell(Wake.Event, accountId));

    /// <summary>Writes one in the transaction of a change that no lane makes.</summary>
    public static Task Write(NpgsqlConnection connection, Event happened)
    {
        var rows = new RowBuffer();
        rows.Add(Append, happened);
        return rows.Write(connection);
    }
}
