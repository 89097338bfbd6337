using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Files;

/// <summary>Files in Leadline's own API.</summary>
internal sealed class FileEndpoints(FileOperations files, FileLinks links, RequestBody bodies)
{
    private const int MostListed = 200;

    /// <summary>
    /// <c>POST files?name=&amp;lead=&amp;activity=&amp;opportunity=&amp;description=</c>: the body is the file.
    /// </summary>
    public async Task<Result<ReceivedBody>> Upload(Call call)
    {
        var named = Owner(call);
        if (named.Failure is { } badOwner)
            return badOwner;
        var draft = await files.Check(call.Caller, named.Value, call.Cancelled);
        if (draft.Failure is { } unfit)
            return unfit;
        FileLimits.Allow(call.Http);
        if (call.Http.Request.ContentLength > FileLimits.MostBytes)
            return FileRules.TooLarge;
        if (!await bodies.Reserve(call.Http, FileLimits.PartBytes))
            return RequestBody.Busy;
        var taken = await files.Take(call.Http.Request.Body, call.Cancelled);
        if (taken.Failure is { } tooLarge)
            return tooLarge;
        var content = taken.Value;
        call.Http.Response.RegisterForDisposeAsync(content);
        if (await files.Refuse(draft.Value, content, call.Cancelled) is { } refused)
            return refused;
        return new ReceivedBody(
            content.Sha256,
            async accepted => Answer(
                accepted, await files.Add(accepted.Caller, accepted.Transaction, draft.Value, content)),
            () => Task.CompletedTask);
    }

    /// <summary><c>GET files?lead=|activity=|opportunity=&amp;after=&amp;limit=</c>: the newest first.</summary>
    public async Task<Failure?> List(Call call)
    {
        var owner = Owner(call);
        if (owner.Failure is { } badOwner)
            return badOwner;
        if (owner.Value is { LeadId: null, ActivityId: null })
            return new Failure(ErrorCode.MissingAttribute, "'lead', 'activity' or 'opportunity' is mandatory.");
        var most = call.QueryLimit(MostListed);
        var found = await files.Of(
            call.Caller, owner.Value.LeadId, owner.Value.ActivityId, call.QueryId("after"), most, call.Cancelled);
        return call.Answer(
            new FilesResponse(
                [.. found.Select(file => Response(call, file))], found.Count == most ? found[^1].FileId : null),
            OwnJson.Default.FilesResponse);
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await Find(call));

    public async Task<Failure?> Content(Call call)
    {
        var file = await Find(call);
        if (file.Failure is { } unknown)
            return unknown;
        if (file.Value.Url is not null)
            return new Failure(ErrorCode.UnknownRecord, "The file lies elsewhere: 'url' says where.");
        call.File = new FileAnswer(
            file.Value.Name, file.Value.ContentType, file.Value.Bytes,
            (body, cancellation) => files.Send(file.Value, body, cancellation));
        return null;
    }

    public async Task<Failure?> Delete(Call call) =>
        await files.Delete(call.Caller, Id(call), call.Cancelled)
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    /// <summary>
    /// <c>GET file-links/{token}</c>, without keys: whoever has the link has the file until the link ends.
    /// </summary>
    public async Task Open(HttpContext http)
    {
        if (links.Read((string)http.GetRouteValue("token")!) is not { } named
            || await files.Linked(named.AccountId, named.FileId, http.RequestAborted) is not { Failure: null } found
            || found.Value.Url is not null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var file = found.Value;
        http.Response.Headers.CacheControl = "private, no-store";
        await JsonResponse.SendFile(
            http, file.Name, file.ContentType, file.Bytes,
            (body, cancellation) => files.Send(file, body, cancellation));
    }

    private Task<Result<StoredFile>> Find(Call call) => files.Find(call.Caller, Id(call), call.Cancelled);

    private static Guid? Id(Call call) => call.RouteId("file");

    private static Result<FileDraft> Owner(Call call)
    {
        var draft = new FileDraft(call.Query("name") ?? "", call.Http.Request.ContentType)
        {
            Description = call.Query("description"),
        };
        foreach (var owner in (string[])["lead", "activity", "opportunity"])
        {
            if (call.Query(owner) is null)
                continue;
            if (call.QueryId(owner) is not { } id)
                return new Failure(ErrorCode.InvalidInput, $"'{owner}' is an id.") { Field = owner };
            if (draft is not { LeadId: null, ActivityId: null })
                return new Failure(ErrorCode.InvalidInput, "A file belongs to one record.") { Field = owner };
            draft = owner == "lead"
                ? draft with { LeadId = id }
                : draft with { ActivityId = id, IsOfOpportunity = owner == "opportunity" };
        }

        return draft.Description is { Length: > 1_000 }
            ? new Failure(ErrorCode.InvalidInput, "'description' has at most 1,000 characters.")
            {
                Field = "description",
            }
            : draft;
    }

    private Failure? Answer(Call call, Result<StoredFile> file) =>
        call.Answer(file, found => Response(call, found), OwnJson.Default.FileResponse);

    private FileResponse Response(Call call, StoredFile file)
    {
        var (url, expiresOn) = file.Url is { } elsewhere
            ? (elsewhere, (DateTime?)null)
            : links.New(call, file.FileId);
        return new FileResponse(
            file.FileId,
            file.Name,
            file.ContentType,
            file.Url is null ? file.Bytes : null,
            file.Sha256 is { } hash ? Convert.ToHexStringLower(hash) : null,
            file.Description,
            file.LeadId,
            file.ActivityId,
            url,
            expiresOn,
            file.UploadedBy,
            file.UploadedOn);
    }
}
