using System.Globalization;
using Leadline.Accounts;
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
/// Sharing leads and opportunities with further users for a time (core §11, extended §2.12). A later share of the same
/// replaces the earlier.
/// </summary>
internal sealed class EntityShares(
    Database database, LeadReads leads, OpportunityReadStore opportunities, TimeProvider clock)
{
    private const int LeadEntity = 1;
    private const int OpportunityEntity = 5;
    private const int UserEntityType = 3;
    private const int Reads = 1;
    private const int ReadsAndWrites = 2;
    private const int MostRows = 100;
    private const int LongestMinutes = 10 * 366 * 24 * 60;

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromDays(90);

    /// <summary>Shares all that is named, or nothing; the id of the sharing.</summary>
    public async Task<Result<Guid>> Share(
        Caller caller, NpgsqlConnection? within, IReadOnlyList<ShareBody> shares, CancellationToken cancellation)
    {
        if (!caller.User.IsAdministrator)
            return new Failure(ErrorCode.NotPermitted, "Only administrators may share.");
        if (shares.Count is 0 or > MostRows)
            return Failure.InvalidParameter($"Pass 1 to {MostRows} shares.");
        foreach (var share in shares)
            if (Refusal(caller, share) is { } refusal)
                return refusal;
        var leadIds = await leads.IdsOf(caller, NamesOf(shares, LeadEntity), cancellation);
        var leadsOfOpportunities = await opportunities.LeadsOf(
            caller, [.. NamesOf(shares, OpportunityEntity).Select(Guid.Parse)]);
        var targets = new List<Target>(shares.Count);
        foreach (var share in shares)
        {
            if (Find(share, leadIds, leadsOfOpportunities) is { } target)
                targets.Add(target);
            else
                return share.Entity == LeadEntity ? LeadRules.Unknown : OpportunityRules.Unknown;
        }

        return await database.Transaction(
            caller.AccountId, within, connection => Put(connection, caller, shares, targets), cancellation);
    }

    private static Failure? Refusal(Caller caller, ShareBody share) =>
        share.Entity is not (LeadEntity or OpportunityEntity) ? Failure.InvalidParameter(nameof(share.Entity))
        : share.EntityType != UserEntityType ? Failure.InvalidParameter(nameof(share.EntityType))
        : share.AccessType is not (Reads or ReadsAndWrites) ? Failure.InvalidParameter(nameof(share.AccessType))
        : share.DurationInMinutes is < 1 or > LongestMinutes ? Failure.InvalidParameter(nameof(share.DurationInMinutes))
        : !IsName(share) ? Failure.InvalidParameter(nameof(share.EntityId))
        : !string.IsNullOrEmpty(share.ContextEntityId) && !Guid.TryParse(share.ContextEntityId, out _)
            ? Failure.InvalidParameter(nameof(share.ContextEntityId))
        : !Guid.TryParse(share.UserId, out var user) || !caller.Account.Users.ContainsKey(user)
            ? Failure.InvalidParameter(nameof(share.UserId))
        : null;

    // The document names leads by their number, its callers by their id.
    private static bool IsName(ShareBody share) =>
        Guid.TryParse(share.EntityId, out _)
        || (share.Entity == LeadEntity
            && long.TryParse(share.EntityId, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static HashSet<string> NamesOf(IReadOnlyList<ShareBody> shares, int entity) =>
        [.. shares.Where(share => share.Entity == entity).Select(share => share.EntityId!)];

    private static Target? Find(
        ShareBody share,
        IReadOnlyDictionary<string, Guid> leadIds,
        IReadOnlyDictionary<Guid, Guid> leadsOfOpportunities)
    {
        if (share.Entity == LeadEntity)
            return leadIds.TryGetValue(share.EntityId!, out var id) ? new Target(id, OpportunityId: null) : null;
        var opportunityId = Guid.Parse(share.EntityId!);
        return leadsOfOpportunities.TryGetValue(opportunityId, out var leadId)
            ? new Target(leadId, opportunityId)
            : null;
    }

    private async Task<Guid> Put(
        NpgsqlConnection connection, Caller caller, IReadOnlyList<ShareBody> shares, List<Target> targets)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var shareId = Ids.New();
        var rows = new RowBuffer();
        foreach (var (body, target) in shares.Zip(targets))
        {
            var share = new EntityShare(
                caller.AccountId,
                shareId,
                target.OpportunityId ?? target.LeadId,
                UserId: Guid.Parse(body.UserId!),
                CanWrite: body.AccessType == ReadsAndWrites,
                SharedBy: caller.User.Id,
                SharedOn: now,
                ExpiresOn: now
                    + (body.DurationInMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : DefaultDuration))
            {
                ContextEntity = body.ContextEntity,
                ContextId = Guid.TryParse(body.ContextEntityId, out var context) ? context : null,
            };
            if (target.OpportunityId is null)
                await EntityShareStore.PutLead(connection, share);
            else
                await EntityShareStore.PutOpportunity(connection, share);
            rows.Add(
                EventStore.Append,
                Event.By(
                    caller,
                    target.OpportunityId is null ? LeadEvents.Shared : OpportunityEvents.Shared,
                    target.LeadId,
                    target.OpportunityId,
                    now));
        }

        await rows.Write(connection);
        return shareId;
    }

    /// <summary>What is shared: a lead, or an opportunity of one.</summary>
    private readonly record struct Target(Guid LeadId, Guid? OpportunityId);
}
