using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Surfaces;

namespace Leadline.Files;

/// <summary>What an upload's endpoint does with a form that was read.</summary>
internal delegate Task<Result<ReceivedBody>> FormEndpoint(Call call, FileForm form);

/// <summary>
/// LeadSquared's upload of files (core §10): a form whose parts hold the keys beside the file, in any order. The keys
/// are known only when the file has come, so it waits on disk, and few may wait so at a time. Keys in headers or in
/// the query, as other calls have them, spare that.
/// </summary>
internal sealed class FileUploadSurface(
    IEndpointRouteBuilder routes, AccountOperations accounts, SurfaceGate gate, FileOperations files,
    RequestBody bodies)
{
    private const int MostStrangers = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestOfStranger = TimeSpan.FromMinutes(2);

    private static readonly SemaphoreSlim Strangers = new(MostStrangers);

    public IEndpointConventionBuilder Post(string path, FormEndpoint endpoint) =>
        routes.MapPost($"/{path}", http => Run(http, endpoint));

    private async Task Run(HttpContext http, FormEndpoint endpoint)
    {
        FileLimits.Allow(http);
        var keys = LeadSquaredSurface.Credentials(http.Request);
        var known = keys.AccessKey is null
            ? (Result<Caller>?)null
            : await accounts.Authenticate(keys.AccessKey, keys.SecretKey, KeyKind.Access);
        await using var form = new FileForm();
        var unreadable = known is { Failure: not null } ? null
            : known is null ? await ReadOfStranger(http, form)
            : await Read(http, form, http.RequestAborted);
        var caller = known
            ?? await accounts.Authenticate(form.Text("AccessKey"), form.Text("SecretKey"), KeyKind.Access);
        await gate.Run(
            http,
            Surface.LeadSquared,
            caller,
            CallQuota.Calls,
            (StreamEndpoint)(async call => unreadable is { } failure ? failure : await endpoint(call, form)));
    }

    private async Task<Failure?> ReadOfStranger(HttpContext http, FileForm form)
    {
        if (!await Strangers.WaitAsync(Patience, http.RequestAborted))
            return RequestBody.Busy;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(LongestOfStranger);
        try
        {
            return await Read(http, form, limit.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return RequestBody.Busy;
        }
        finally
        {
            Strangers.Release();
        }
    }

    private async Task<Failure?> Read(HttpContext http, FileForm form, CancellationToken cancellation) =>
        await bodies.Reserve(http, FileLimits.PartBytes)
            ? await form.Read(http.Request, files.Take, cancellation)
            : RequestBody.Busy;
}
