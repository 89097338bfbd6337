using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Leadline.Tickets;

namespace Leadline.Answers;

/// <summary>Canned answers in Leadline's own API.</summary>
internal sealed class CannedAnswerEndpoints(CannedAnswerOperations answers)
{
    private const int MostListed = 200;

    /// <summary><c>GET canned-answers?search=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var most = call.QueryLimit(MostListed);
        var found = await answers.Page(
            call.Caller, call.Query("search"), call.QueryId("after"), most, call.Cancelled);
        return call.Answer(
            new CannedAnswersResponse(
                await Responses(call, found), found.Count == most ? found[^1].Id : null),
            OwnJson.Default.CannedAnswersResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<CannedAnswerRequest>();
        return body.Failure
            ?? await Answer(call, await answers.Create(call.Caller, call.Transaction, Change(body.Value)));
    }

    public async Task<Failure?> Get(Call call) =>
        await Answer(call, await answers.Find(call.Caller, Id(call), call.Cancelled));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.ReadStrictly<CannedAnswerRequest>();
        return body.Failure ?? await Answer(call, await answers.Update(
            call.Caller,
            call.Transaction,
            Id(call),
            Change(body.Value) with { ExpectedVersion = IfMatch.Version(call) }));
    }

    public async Task<Failure?> Delete(Call call) =>
        await answers.Delete(call.Caller, call.Transaction, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    /// <summary>Files of a form, each a part with a file name.</summary>
    public async Task<Failure?> AddFiles(Call call)
    {
        if (ContentType.Boundary(call.Http.Request.ContentType) is not { } boundary)
            return new Failure(ErrorCode.MalformedBody, "Files come as multipart/form-data.");
        var form = await TicketForm.Parts(call.Body, boundary, bodyPart: "");
        if (form.Failure is { } unreadable)
            return unreadable;
        return form.Value.Files.Count == 0
            ? new Failure(ErrorCode.MissingAttribute, "The form holds no file.")
            : await Answer(
                call, await answers.AddFiles(call.Caller, call.Transaction, Id(call), form.Value.Files));
    }

    public async Task<Failure?> File(Call call)
    {
        var file = await answers.File(call.Caller, Id(call), call.RouteId("file"), call.Cancelled);
        if (file.Failure is { } unknown)
            return unknown;
        call.File = new FileAnswer(file.Value.Name, file.Value.ContentType, file.Value.Content!);
        return null;
    }

    public async Task<Failure?> DeleteFile(Call call) => await Answer(
        call, await answers.DeleteFile(call.Caller, call.Transaction, Id(call), call.RouteId("file")));

    private static Guid? Id(Call call) => call.RouteId("answer");

    private static CannedAnswerChange Change(CannedAnswerRequest request) => new(
        request.Title, request.Html, request.Text, request.Scope, request.GroupId);

    private async Task<Failure?> Answer(Call call, Result<CannedAnswer> answer)
    {
        if (answer.Failure is { } failure)
            return failure;
        IfMatch.Tell(call, answer.Value.Version);
        return call.Answer(
            (await Responses(call, [answer.Value]))[0], OwnJson.Default.CannedAnswerResponse);
    }

    private async Task<IReadOnlyList<CannedAnswerResponse>> Responses(Call call, IReadOnlyList<CannedAnswer> found)
    {
        var files = await answers.Files(call.Caller, found, call.Cancelled);
        var desk = await answers.DeskOf(call.Caller);
        return
        [
            .. found.Select(answer => new CannedAnswerResponse(
                answer.Id,
                answer.Title,
                answer.Html,
                answer.Text,
                answer.Scope,
                answer.GroupId,
                answer.OwnerId,
                [.. files[answer.Id].Select(file => new AnswerFileResponse(
                    file.Id, file.Name, file.ContentType, file.Size))],
                Placeholders.In(answer.Text, answer.Html),
                CannedAnswerOperations.MayChange(call.Caller, desk, answer),
                answer.Version,
                answer.CreatedOn,
                answer.ModifiedOn)),
        ];
    }
}
