using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Tickets.Conversations;
using Npgsql;

namespace Leadline.Answers;

/// <summary>
/// Canned answers: one's own, a group's of the desk, or everybody's. Agents of a group look after the group's,
/// supervisors and the desk's administrators after all that is shared.
/// </summary>
internal sealed class CannedAnswerOperations(
    Database database, CannedAnswerStore store, DeskOperations desks, TimeProvider clock)
{
    private const int LongestTitle = 200;
    private const int LongestText = 100_000;
    private const int MostFiles = 20;
    private const int LargestFile = 10 * 1024 * 1024;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such answer.");

    private static readonly Failure NotYours = new(
        ErrorCode.NotPermitted, "Your service role does not allow you to change this answer.");

    private static readonly string[] Scopes = [CannedAnswer.Own, CannedAnswer.Group, CannedAnswer.All];

    /// <summary>A page by title, of those that hold all the words.</summary>
    public async Task<IReadOnlyList<CannedAnswer>> Page(
        Caller caller, string? search, Guid? after, int most, CancellationToken cancellation) =>
        await store.Page(
            await ReaderOf(caller),
            (search ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries),
            after,
            most,
            cancellation);

    public async Task<Result<CannedAnswer>> Find(Caller caller, Guid? answerId, CancellationToken cancellation) =>
        answerId is { } id && await store.Find(await ReaderOf(caller), id, cancellation) is { } answer
            ? answer
            : Unknown;

    public Task<ILookup<Guid, AnswerFile>> Files(
        Caller caller, IEnumerable<CannedAnswer> answers, CancellationToken cancellation) =>
        store.Files(caller.AccountId, [.. answers.Select(answer => answer.Id)], cancellation);

    public async Task<Result<CannedAnswer>> Create(Caller caller, NpgsqlConnection? within, CannedAnswerChange draft)
    {
        var now = clock.Now();
        var answer = Changed(
            new CannedAnswer
            {
                AccountId = caller.AccountId,
                Id = Ids.New(),
                OwnerId = caller.User.Id,
                CreatedOn = now,
                ModifiedOn = now,
                ModifiedBy = caller.User.Id,
            },
            draft);
        var desk = await desks.Get(caller.AccountId);
        if (Refuse(answer, desk) is { } unfit)
            return unfit;
        if (!MayChange(caller, desk, answer))
            return NotYours;
        return await database.Transaction<Result<CannedAnswer>>(caller.AccountId, within, async connection =>
        {
            await CannedAnswerStore.Add(connection, answer);
            return answer;
        });
    }

    /// <summary>Changes what is passed.</summary>
    public Task<Result<CannedAnswer>> Update(
        Caller caller, NpgsqlConnection? within, Guid? answerId, CannedAnswerChange change) =>
        Change(caller, within, answerId, change.ExpectedVersion, async (_, before, desk) =>
        {
            var after = Changed(before, change);
            if (Refuse(after, desk) is { } unfit)
                return unfit;
            return MayChange(caller, desk, after) ? await Task.FromResult(after) : NotYours;
        });

    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid? answerId)
    {
        var (reader, desk) = (await ReaderOf(caller), await desks.Get(caller.AccountId));
        return await database.Transaction(caller.AccountId, within, async connection =>
        {
            if (answerId is not { } id || await CannedAnswerStore.Lock(connection, reader, id) is not { } answer)
                return Unknown;
            if (!MayChange(caller, desk, answer))
                return NotYours;
            await CannedAnswerStore.Delete(connection, caller.AccountId, id);
            return (Failure?)null;
        });
    }

    public async Task<Result<AnswerFile>> File(
        Caller caller, Guid? answerId, Guid? fileId, CancellationToken cancellation)
    {
        var answer = await Find(caller, answerId, cancellation);
        return answer.Failure is { } unknown ? unknown
            : fileId is { } id && await store.File(caller.AccountId, answer.Value.Id, id, cancellation) is { } file
                ? file
                : Unknown;
    }

    public Task<Result<CannedAnswer>> AddFiles(
        Caller caller, NpgsqlConnection? within, Guid? answerId, IReadOnlyList<SentFile> files) =>
        Change(caller, within, answerId, expectedVersion: null, async (connection, answer, _) =>
        {
            if (files.Any(file => file.Content.Length > LargestFile))
                return new Failure(ErrorCode.TooLarge, $"A file has at most {LargestFile / 1024 / 1024} MiB.");
            var known = await CannedAnswerStore.CountFiles(connection, caller.AccountId, answer.Id);
            if (known + files.Count > MostFiles)
                return new Failure(ErrorCode.LimitExceeded, $"An answer has at most {MostFiles} files.");
            foreach (var file in files)
                await CannedAnswerStore.AddFile(
                    connection,
                    caller.AccountId,
                    new AnswerFile(
                        answer.Id, Ids.New(), file.Name, file.ContentType, file.Content.Length, file.Content));
            return answer;
        });

    public Task<Result<CannedAnswer>> DeleteFile(
        Caller caller, NpgsqlConnection? within, Guid? answerId, Guid? fileId) =>
        Change(caller, within, answerId, expectedVersion: null, async (connection, answer, _) =>
            fileId is { } id && await CannedAnswerStore.DeleteFile(connection, caller.AccountId, answer.Id, id)
                ? answer
                : Unknown);

    /// <summary>Whether the caller may change what has this scope.</summary>
    public static bool MayChange(Caller caller, Desk desk, CannedAnswer answer) => answer.Scope switch
    {
        CannedAnswer.Own => answer.OwnerId == caller.User.Id,
        CannedAnswer.Group when desk.GroupsOf(caller.User.Id).Any(group => group.Id == answer.GroupId)
            && ServiceRights.WorksOnTickets(caller.User) => true,
        _ => MacroOperations.LooksAfterDesk(caller),
    };

    /// <summary>The desk, which says who may change what.</summary>
    public async Task<Desk> DeskOf(Caller caller) => await desks.Get(caller.AccountId);

    private async Task<Result<CannedAnswer>> Change(
        Caller caller, NpgsqlConnection? within, Guid? answerId, int? expectedVersion,
        Func<NpgsqlConnection, CannedAnswer, Desk, Task<Result<CannedAnswer>>> change)
    {
        var (reader, desk) = (await ReaderOf(caller), await desks.Get(caller.AccountId));
        return await database.Transaction<Result<CannedAnswer>>(caller.AccountId, within, async connection =>
        {
            if (answerId is not { } id || await CannedAnswerStore.Lock(connection, reader, id) is not { } before)
                return Unknown;
            if (!MayChange(caller, desk, before))
                return NotYours;
            if (expectedVersion is { } expected && expected != before.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The answer has changed: it is at version {before.Version}, not {expected}.");
            var changed = await change(connection, before, desk);
            if (changed.Failure is not null)
                return changed;
            var after = changed.Value with
            {
                Version = before.Version + 1,
                ModifiedOn = clock.Now(),
                ModifiedBy = caller.User.Id,
            };
            await CannedAnswerStore.Update(connection, after);
            return after;
        });
    }

    private async Task<AnswerReader> ReaderOf(Caller caller) => new(
        caller.AccountId,
        caller.User.Id,
        MacroOperations.LooksAfterDesk(caller)
            ? null
            : [.. (await desks.Get(caller.AccountId)).GroupsOf(caller.User.Id).Select(group => group.Id)]);

    private static CannedAnswer Changed(CannedAnswer answer, CannedAnswerChange change)
    {
        var html = change.Html is { } sent ? SafeHtml.Sanitize(sent) ?? "" : answer.Html;
        var scope = change.Scope ?? answer.Scope;
        return answer with
        {
            Title = change.Title?.Trim() ?? answer.Title,
            Html = change is { Html: null, Text: not null } ? "" : html,
            Text = change.Text ?? (change.Html is null ? answer.Text : HtmlText.Extract(html)),
            Scope = scope,
            GroupId = scope == CannedAnswer.Group ? change.GroupId ?? answer.GroupId : null,
        };
    }

    private static Failure? Refuse(CannedAnswer answer, Desk desk) =>
        UnicodeText.IsBlank(answer.Title)
            ? new Failure(ErrorCode.MissingAttribute, "'title' is mandatory.") { Field = "title" }
        : answer.Title.Length > LongestTitle || !FieldRules.IsStorable(answer.Title)
            ? Unfit("title", $"A title has at most {LongestTitle} characters.")
        : UnicodeText.IsBlank(answer.Text)
            ? new Failure(ErrorCode.MissingAttribute, "'text' or 'html' is mandatory.") { Field = "text" }
        : answer.Text.Length > LongestText || answer.Html.Length > LongestText
            || !FieldRules.IsStorable(answer.Text) || !FieldRules.IsStorable(answer.Html)
            ? Unfit("text", $"An answer has at most {LongestText} characters.")
        : !Scopes.Contains(answer.Scope) ? Unfit("scope", $"A scope is one of {string.Join(", ", Scopes)}.")
        : answer.Scope == CannedAnswer.Group && desk.Group(answer.GroupId) is null
            ? Unfit("groupId", "There is no such group of the desk.")
            : null;

    private static Failure Unfit(string field, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = field };
}
