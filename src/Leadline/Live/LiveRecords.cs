using System.Globalization;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;

namespace Leadline.Live;

/// <summary>Records as people name them, and whether they may see them.</summary>
internal sealed class LiveRecords(RecordFactsStore store, DeskOperations desks)
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such record.");

    public Task<IReadOnlyDictionary<RecordName, RecordFacts>> Find(
        int accountId, IReadOnlyCollection<RecordName> names, CancellationToken cancellation) =>
        store.Find(accountId, names, cancellation);

    /// <summary>What the caller sees as of now.</summary>
    public ValueTask<RecordView> ViewOf(Caller caller) => RecordView.Of(caller, desks);

    /// <summary>The record that a text such as tickets/157 names, where the caller may see it.</summary>
    public async Task<Result<RecordFacts>> Named(Caller caller, string? text, CancellationToken cancellation)
    {
        if (await NameOf(caller.AccountId, text, cancellation) is not { } name)
            return Unknown with { Field = "record" };
        var found = await store.Find(caller.AccountId, [name], cancellation);
        return found.GetValueOrDefault(name) is { } record && (await ViewOf(caller)).Sees(record)
            ? record
            : Unknown with { Field = "record" };
    }

    private async Task<RecordName?> NameOf(int accountId, string? text, CancellationToken cancellation)
    {
        if (text?.Trim('/').Split('/') is not [var plural, var id] || LiveKinds.Of(plural) is not { } kind)
            return null;
        if (Guid.TryParse(id, out var recordId))
            return new RecordName(kind, recordId);
        return kind == LiveKinds.Ticket
            && long.TryParse(id.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await store.TicketId(accountId, number, cancellation) is { } ticketId
            ? new RecordName(kind, ticketId)
            : null;
    }
}
