using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Opportunities;

/// <summary>
/// Sharing opportunities with further users for a time (extended §2.12). A later share of the same replaces the
/// earlier.
/// </summary>
internal sealed class OpportunityShares(Database database, OpportunityReadStore reads, TimeProvider clock)
{
    private const int OpportunityEntity = 5;
    private const int UserEntityType = 3;
    private const int Reads = 1;
    private const int ReadsAndWrites = 2;
    private const int MostRows = 100;
    private const int LongestMinutes = 10 * 366 * 24 * 60;

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromDays(90);

    /// <summary>Shares all that is named, or nothing; the id of the sharing.</summary>
    public async Task<Result<Guid>> Share(Caller caller, NpgsqlConnection? within, IReadOnlyList<ShareBody> shares)
    {
        if (!caller.User.IsAdministrator)
            return new Failure(ErrorCode.NotPermitted, "Only administrators may share.");
        if (shares.Count is 0 or > MostRows)
            return Failure.InvalidParameter($"Pass 1 to {MostRows} shares.");
        foreach (var share in shares)
            if (Refusal(caller, share) is { } refusal)
                return refusal;
        var leads = await reads.LeadsOf(caller, [.. shares.Select(share => Guid.Parse(share.EntityId!))]);
        return shares.All(share => leads.ContainsKey(Guid.Parse(share.EntityId!)))
            ? await database.Transaction(
                caller.AccountId, within, connection => Put(connection, caller, shares, leads))
            : OpportunityRules.Unknown;
    }

    private static Failure? Refusal(Caller caller, ShareBody share) =>
        share.Entity != OpportunityEntity ? Failure.InvalidParameter(nameof(share.Entity))
        : share.EntityType != UserEntityType ? Failure.InvalidParameter(nameof(share.EntityType))
        : share.AccessType is not (Reads or ReadsAndWrites) ? Failure.InvalidParameter(nameof(share.AccessType))
        : share.DurationInMinutes is < 1 or > LongestMinutes ? Failure.InvalidParameter(nameof(share.DurationInMinutes))
        : !Guid.TryParse(share.EntityId, out _) ? Failure.InvalidParameter(nameof(share.EntityId))
        : !Guid.TryParse(share.UserId, out var user) || !caller.Account.Users.ContainsKey(user)
            ? Failure.InvalidParameter(nameof(share.UserId))
        : null;

    private async Task<Guid> Put(
        NpgsqlConnection connection,
        Caller caller,
        IReadOnlyList<ShareBody> shares,
        IReadOnlyDictionary<Guid, Guid> leads)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var shareId = Ids.New();
        var rows = new RowBuffer();
        foreach (var share in shares)
        {
            var opportunityId = Guid.Parse(share.EntityId!);
            await OpportunityShareStore.Put(
                connection,
                new OpportunityShare(
                    caller.AccountId,
                    shareId,
                    opportunityId,
                    UserId: Guid.Parse(share.UserId!),
                    CanWrite: share.AccessType == ReadsAndWrites,
                    SharedBy: caller.User.Id,
                    SharedOn: now,
                    ExpiresOn: now
                        + (share.DurationInMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : DefaultDuration)));
            rows.Add(
                EventStore.Append,
                Event.By(caller, OpportunityEvents.Shared, leads[opportunityId], opportunityId, now));
        }

        await rows.Write(connection);
        return shareId;
    }
}
