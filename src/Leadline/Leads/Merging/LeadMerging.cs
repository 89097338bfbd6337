using Leadline.Storage.Batching;
using NpgsqlTypes;

namespace Leadline.Leads.Merging;

/// <summary>A lead that is becoming a part of another.</summary>
/// <param name="Lead">What it was.</param>
/// <param name="ParentId">The lead that it becomes a part of.</param>
/// <param name="AuditId">The activity that tells of it.</param>
/// <param name="Keys">The identities that lead to the parent from now on.</param>
internal sealed record MergedLead(Lead Lead, Guid ParentId, Guid AuditId, IReadOnlyList<IdentityKey> Keys)
{
    public int AccountId => Lead.AccountId;
}

/// <summary>
/// How a feature moves what it hangs on leads to another lead, in the transaction that merges them: statements in their
/// order, of which <c>$1</c> is the account, <c>$2</c> the leads' ids and <c>$3</c>, row by row, the ids of the leads
/// that they become a part of. All of them are locked, so nothing is added meanwhile. Features register theirs; leads
/// know none of them. What was registered last goes first, as with <see cref="LeadDeletion"/>.
/// </summary>
internal sealed record LeadMerging(IReadOnlyList<RowStatement<MergedLead>> Statements)
{
    /// <summary>After all that the transaction adds, and before the leads are deleted.</summary>
    public const int Order = 150;

    public static LeadMerging ByStatements(params string[] statements) => new(
        [
            .. statements.Select(sql => new RowStatement<MergedLead>(Order, row => row.AccountId, sql)
                .With(NpgsqlDbType.Uuid, row => row.Lead.Id)
                .With(NpgsqlDbType.Uuid, row => row.ParentId)),
        ]);

    /// <summary>
    /// Moves all rows of a table that has no more than one index of leads: it begins with the account, the lead and the
    /// column <paramref name="next"/>.
    /// </summary>
    public static LeadMerging OfAll(string table, string next) => ByStatements(
        LeadStore.LockBelongings(table, next), LeadStore.MoveBelongings(table, next));
}
