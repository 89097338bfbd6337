using System.Text.Json;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform;

namespace Leadline.PersonalData;

/// <summary>
/// Carries out a request whose lease this node holds. Whatever was done before a kill is done once more, and finds
/// nothing: by what the person's records are known is written down before the first of them goes.
/// </summary>
internal sealed class PersonalDataRun(
    PersonalRequestStore requests,
    PersonalDataStore data,
    PersonalDataOperations operations,
    PersonalExport export,
    AccountOperations accounts,
    LeadOperations leads,
    TimeProvider clock)
{
    /// <summary>How long a node's word holds that it works on a request.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const string NoUser = "The administrator who asked for it is no longer active.";
    private const string NoLead = "A lead is no longer there: it was deleted, or merged into another one.";

    public async Task Go(int accountId, Guid requestId, Guid lease, CancellationToken stop)
    {
        if (await requests.Claim(accountId, requestId, lease, clock.Now(), clock.Now() + Lease) is not { } request)
            return;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = Work(request, end.Token);
        while (await Task.WhenAny(work, Task.Delay(Lease / 3, clock, stop)) != work)
        {
            stop.ThrowIfCancellationRequested();
            if (await requests.Claim(accountId, requestId, lease, clock.Now(), clock.Now() + Lease) is null)
                await end.CancelAsync();
        }

        await work;
    }

    private async Task Work(PersonalRequest request, CancellationToken cancellation)
    {
        if (await CallerOf(request) is not { } caller)
            await requests.End(request, NoUser, clock.Now());
        else if (request.Kind == PersonalRequestKind.Export)
            await Export(request, caller, cancellation);
        else
            await Erase(request, caller, cancellation);
    }

    private async Task<Caller?> CallerOf(PersonalRequest request) =>
        await accounts.Find(request.AccountId) is { } account
        && account.Users.TryGetValue(request.UserId, out var user) && user is { IsActive: true, IsAdministrator: true }
            ? await accounts.CallerOf(account, user)
            : null;

    private async Task Export(PersonalRequest request, Caller caller, CancellationToken cancellation)
    {
        var (found, traces) = await operations.TracesOf(caller.Account, request.LeadIds);
        if (found < request.LeadIds.Length)
        {
            await requests.End(request, NoLead, clock.Now());
            return;
        }

        var held = await data.Count(request.AccountId, traces);
        await requests.Begin(request, JsonSerializer.Serialize(held), traces: null);
        await using var file = Spool();
        await export.Write(
            request, traces, held, file,
            (done, all) => requests.Progress(request, 90 * done / all),
            cancellation);
        file.Position = 0;
        var bytes = await requests.Keep(request, file, cancellation);
        await requests.End(request, failure: null, clock.Now(), bytes, clock.Now() + PersonalDataOperations.FileKept);
    }

    private async Task Erase(PersonalRequest request, Caller caller, CancellationToken cancellation)
    {
        var traces = request.Traces is { } noted ? JsonSerializer.Deserialize<PersonalTraces>(noted) : null;
        if (traces is null)
        {
            (var found, traces) = await operations.TracesOf(caller.Account, request.LeadIds);
            if (found < request.LeadIds.Length)
            {
                await requests.End(request, NoLead, clock.Now());
                return;
            }

            traces = await data.Complete(request.AccountId, traces);
            await requests.Begin(
                request,
                JsonSerializer.Serialize(await data.Count(request.AccountId, traces)),
                JsonSerializer.Serialize(traces));
        }

        foreach (var leadId in request.LeadIds)
        {
            var deleted = await leads.Erase(caller, leadId, cancellation);
            if (deleted.Failure is { } failure && failure != LeadRules.Unknown)
            {
                await requests.End(request, failure.Message, clock.Now());
                return;
            }
        }

        var statements = PersonalErasureStore.Statements;
        for (var i = 0; i < statements.Count; i++)
        {
            await requests.Progress(request, 100 * (i + 1) / (statements.Count + 1));
            await data.Erase(request.AccountId, traces, statements[i], cancellation);
        }

        await requests.End(request, failure: null, clock.Now());
    }

    /// <summary>A file without a name that lasts: nothing is left of it, whatever happens.</summary>
    private static FileStream Spool()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"leadline-{Guid.NewGuid():N}.part"), options);
    }
}
