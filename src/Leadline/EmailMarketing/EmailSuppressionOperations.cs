using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>
/// Addresses that nothing is sent to: of those that unsubscribed or do not exist, and those that users add.
/// </summary>
internal sealed class EmailSuppressionOperations(Database database, EmailSuppressionStore store, TimeProvider clock)
{
    private static readonly Failure NotPermitted = new(
        ErrorCode.NotPermitted, "Only those who may see all leads may read this list.");

    private static readonly Failure Unknown = new(
        ErrorCode.UnknownRecord, "Mail is sent to this address: it is not in the list.");

    /// <summary>A page of them, for those who may see all leads: an address may be anybody's.</summary>
    public async Task<Result<IReadOnlyList<EmailSuppression>>> Page(
        Caller caller, string? part, string? reason, string? after, int most, CancellationToken cancellation) =>
        caller.Scope(RecordKind.Lead, Deed.View).IsAll
            ? Result<IReadOnlyList<EmailSuppression>>.Success(await store.Page(
                caller.AccountId, part?.Trim().ToLowerInvariant(), reason, after, most, cancellation))
            : NotPermitted;

    /// <summary>Adds an address; one that is in the list stays as it is.</summary>
    public async Task<Result<EmailSuppression>> Add(
        Caller caller, NpgsqlConnection? within, string? text, CancellationToken cancellation)
    {
        if (text is null || EmailAddress.Read(text) is not { } address)
            return new Failure(ErrorCode.InvalidInput, "'address' is no e-mail address.") { Field = "address" };
        var added = new EmailSuppression
        {
            Key = EmailAddress.Key(address),
            Address = address,
            Reason = SuppressionReason.Added,
            CreatedOn = clock.Now(),
        };
        if (await store.Find(caller.AccountId, added.Key, cancellation) is { } known)
            return known;
        await database.Transaction(caller.AccountId, within, async connection =>
        {
            await EmailSuppressionStore.Add(connection, caller.AccountId, [added]);
            await Tell(connection, caller, EmailEvents.Suppressed);
            return true;
        }, cancellation);
        return added;
    }

    /// <summary>Takes an address from the list: mail is sent to it again. A lead's DoNotEmail is the lead's.</summary>
    public async Task<Failure?> Remove(Caller caller, NpgsqlConnection? within, string address) =>
        await database.Transaction(caller.AccountId, within, async connection =>
        {
            if (!await EmailSuppressionStore.Remove(connection, caller.AccountId, EmailAddress.Key(address)))
                return Unknown;
            await Tell(connection, caller, EmailEvents.Unsuppressed);
            return null;
        });

    private Task Tell(NpgsqlConnection connection, Caller caller, string kind)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, leadId: null, recordId: null, clock.Now()));
        return rows.Write(connection);
    }
}
