using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Notes;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Tasks;
using Npgsql;

namespace Leadline.Resets;

/// <summary>Takes from a lead what was recorded of it, all in one transaction, each record with its event.</summary>
internal sealed class LeadResetOperations(
    Database database,
    LeadReads leads,
    ActivityOperations activities,
    ActivityTypeOperations types,
    TaskOperations tasks,
    NoteOperations notes)
{
    public static readonly Failure Nothing = new(
        ErrorCode.MissingAttribute, "You have not passed anything that is to be reset.");

    /// <summary>Null once it is done. For administrators only (core §2.11).</summary>
    public async Task<Failure?> Reset(
        Caller caller, NpgsqlConnection? within, LeadReset reset, CancellationToken cancellation)
    {
        if (caller.RefuseUnlessAdministrator("reset leads") is { } notPermitted)
            return notPermitted;
        int[] audits =
        [
            .. reset.StageChanges ? [LeadMilestones.StageChange] : Array.Empty<int>(),
            .. reset.OwnerChanges ? [LeadMilestones.OwnerChange] : Array.Empty<int>(),
        ];
        if (reset.TaskTypes.Count + reset.ActivityTypes.Count + audits.Length == 0 && !reset.Notes)
            return Nothing;
        var catalog = await types.Get(caller.AccountId);
        if (reset.ActivityTypes.Any(code => catalog.Find(code) is not { IsSystem: false, IsOpportunity: false }))
            return ActivityRules.UnknownType;
        if (await leads.ById(caller, reset.LeadId, cancellation) is null)
            return LeadRules.Unknown;
        await (within is null
            ? Races.Again(() => database.Transaction(caller.AccountId, connection => Run(connection)))
            : Run(within));
        return null;

        async Task<bool> Run(NpgsqlConnection connection)
        {
            // Tasks lock their lead, and so come first.
            if (reset.TaskTypes.Count > 0)
                await tasks.DeleteOfLead(
                    caller, connection, reset.LeadId, [.. reset.TaskTypes], reset.From, reset.Before);
            int[] codes = [.. reset.ActivityTypes, .. audits];
            if (codes.Length > 0)
                await activities.Delete(caller, connection, reset.LeadId, codes, reset.From, reset.Before);
            if (reset.Notes)
                await notes.DeleteOfLead(caller, connection, reset.LeadId, reset.From, reset.Before);
            return true;
        }
    }
}
