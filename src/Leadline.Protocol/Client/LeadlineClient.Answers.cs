using System.Globalization;
using System.Net.Http.Headers;
using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>What agents say and do again and again: canned answers and macros.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of the canned answers that the caller may use, by title: up to 200.</summary>
    /// <param name="after">Where the page before has ended; null for the first.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<CannedAnswersResponse> CannedAnswers(
        Guid? after = null, CancellationToken cancellation = default) =>
        Get<CannedAnswersResponse>(
            "canned-answers?limit=200" + (after is { } last ? $"&after={last}" : ""), cancellation);

    /// <summary>Makes a canned answer.</summary>
    public Task<CannedAnswerResponse> CreateCannedAnswer(
        CannedAnswerRequest request, CancellationToken cancellation = default) =>
        Post<CannedAnswerRequest, CannedAnswerResponse>("canned-answers", request, cancellation);

    /// <summary>Changes a canned answer: what is absent stays.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="request">What changes.</param>
    /// <param name="version">Its entity tag: refused where it has changed since. Null changes it anyhow.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public async Task<CannedAnswerResponse> ChangeCannedAnswer(
        Guid answer, CannedAnswerRequest request, string? version, CancellationToken cancellation = default) =>
        (await Patch<CannedAnswerRequest, CannedAnswerResponse>(AnswerPath(answer), request, version, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Removes a canned answer.</summary>
    public Task RemoveCannedAnswer(Guid answer, CancellationToken cancellation = default) =>
        Delete<DoneResponse>(AnswerPath(answer), cancellation);

    /// <summary>Adds files to a canned answer.</summary>
    public async Task<CannedAnswerResponse> AddAnswerFiles(
        Guid answer, IReadOnlyList<FileToSend> files, CancellationToken cancellation = default)
    {
        using var form = new MultipartFormDataContent();
        AddFiles(form, files);
        return await Send<CannedAnswerResponse>(
            HttpMethod.Post, $"{AnswerPath(answer)}/files", form, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>A file of a canned answer.</summary>
    public async Task<byte[]> AnswerFile(Guid answer, Guid file, CancellationToken cancellation = default)
    {
        using var response = await Call(
            HttpMethod.Get, $"{AnswerPath(answer)}/files/{file}", null, null, cancellation).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes a file from a canned answer.</summary>
    public Task<CannedAnswerResponse> RemoveAnswerFile(
        Guid answer, Guid file, CancellationToken cancellation = default) =>
        Delete<CannedAnswerResponse>($"{AnswerPath(answer)}/files/{file}", cancellation);

    /// <summary>The desk's macros, by name.</summary>
    public Task<MacrosResponse> Macros(CancellationToken cancellation = default) =>
        Get<MacrosResponse>("macros", cancellation);

    /// <summary>Makes a macro.</summary>
    public Task<MacroResponse> CreateMacro(MacroRequest request, CancellationToken cancellation = default) =>
        Post<MacroRequest, MacroResponse>("macros", request, cancellation);

    /// <summary>Changes a macro: what is absent stays, what it does is replaced as a whole.</summary>
    /// <param name="macro">The macro.</param>
    /// <param name="request">What changes.</param>
    /// <param name="version">Its entity tag: refused where it has changed since. Null changes it anyhow.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public async Task<MacroResponse> ChangeMacro(
        Guid macro, MacroRequest request, string? version, CancellationToken cancellation = default) =>
        (await Patch<MacroRequest, MacroResponse>($"macros/{macro}", request, version, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Removes a macro.</summary>
    public Task RemoveMacro(Guid macro, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"macros/{macro}", cancellation);

    /// <summary>Applies a macro to a ticket: all of it at once, or nothing.</summary>
    /// <param name="number">The ticket's number.</param>
    /// <param name="macro">The macro.</param>
    /// <param name="request">What it says here.</param>
    /// <param name="version">The ticket's version that was seen; null for whatever it is at.</param>
    /// <param name="once">A key of this call: repeated with the same request, it is done once.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public async Task<TicketResponse> ApplyMacro(
        long number, Guid macro, ApplyMacroRequest request, int? version, string once,
        CancellationToken cancellation = default)
    {
        var tag = version is { } seen ? string.Create(CultureInfo.InvariantCulture, $"\"{seen}\"") : null;
        using var response = await Call(
            HttpMethod.Post, TicketPath(number, $"macros/{macro}"), Content(request), tag, cancellation, once)
            .ConfigureAwait(false);
        return await Read<TicketResponse>(response, cancellation).ConfigureAwait(false);
    }

    private static string AnswerPath(Guid answer) => $"canned-answers/{answer}";

    private static void AddFiles(MultipartFormDataContent form, IReadOnlyList<FileToSend> files)
    {
        foreach (var file in files)
        {
            var part = new ByteArrayContent(file.Content);
            if (MediaTypeHeaderValue.TryParse(file.ContentType, out var type))
                part.Headers.ContentType = type;
            form.Add(part, "files", file.Name);
        }
    }
}
