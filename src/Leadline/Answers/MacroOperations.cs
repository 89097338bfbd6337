using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using Npgsql;

namespace Leadline.Answers;

/// <summary>Macros: made by who looks after the desk, applied by whoever may change the ticket.</summary>
internal sealed class MacroOperations(
    Database database, MacroStore store, TicketOperations tickets, TicketReadOperations reads, TicketReplies replies,
    TimeProvider clock)
{
    private const int LongestName = 200;
    private const int MostMacros = 500;
    private const string Me = "me";

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such macro.");

    private static readonly Failure NotPermitted = new(
        ErrorCode.NotPermitted, "Your service role does not allow you to change macros.");

    /// <summary>Whether the caller is a supervisor or an administrator of the desk.</summary>
    public static bool LooksAfterDesk(Caller caller) =>
        ServiceRoles.RoleOf(caller.User) is ServiceRoles.Admin or ServiceRoles.Supervisor;

    public async Task<IReadOnlyList<Macro>> List(Caller caller, CancellationToken cancellation) =>
        [.. (await store.List(caller.AccountId, cancellation)).Select(Read)];

    public async Task<Result<Macro>> Find(Caller caller, Guid? macroId, CancellationToken cancellation) =>
        macroId is { } id && await store.Find(caller.AccountId, id, cancellation) is { } row ? Read(row) : Unknown;

    public async Task<Result<Macro>> Create(
        Caller caller, NpgsqlConnection? within, string? name, MacroChanges? changes)
    {
        if (!LooksAfterDesk(caller))
            return NotPermitted;
        var now = clock.Now();
        var macro = new Macro
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            Name = name?.Trim() ?? "",
            Changes = changes ?? new MacroChanges(),
            CreatedBy = caller.User.Id,
            CreatedOn = now,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
        };
        if (Refuse(macro) is { } unfit)
            return unfit;
        return await database.Transaction<Result<Macro>>(caller.AccountId, within, async connection =>
        {
            if (await MacroStore.Count(connection, caller.AccountId) >= MostMacros)
                return new Failure(ErrorCode.LimitExceeded, $"A desk has at most {MostMacros} macros.");
            await MacroStore.Add(connection, Row(macro));
            return macro;
        });
    }

    /// <summary>Changes what is passed; what it does is replaced as a whole.</summary>
    public async Task<Result<Macro>> Update(
        Caller caller, NpgsqlConnection? within, Guid? macroId, string? name, MacroChanges? changes,
        int? expectedVersion) =>
        await database.Transaction<Result<Macro>>(caller.AccountId, within, async connection =>
        {
            if (!LooksAfterDesk(caller))
                return NotPermitted;
            if (macroId is not { } id || await MacroStore.Lock(connection, caller.AccountId, id) is not { } row)
                return Unknown;
            if (expectedVersion is { } expected && expected != row.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The macro has changed: it is at version {row.Version}, not {expected}.");
            var before = Read(row);
            var after = before with
            {
                Name = name?.Trim() ?? before.Name,
                Changes = changes ?? before.Changes,
                Version = before.Version + 1,
                ModifiedOn = clock.Now(),
                ModifiedBy = caller.User.Id,
            };
            if (Refuse(after) is { } unfit)
                return unfit;
            await MacroStore.Update(connection, Row(after));
            return after;
        });

    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid? macroId) =>
        !LooksAfterDesk(caller)
            ? NotPermitted
            : await database.Transaction(caller.AccountId, within, async connection =>
                macroId is { } id && await MacroStore.Delete(connection, caller.AccountId, id) ? null : Unknown);

    /// <summary>Applies a macro to a ticket: all of it in one transaction, or nothing.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="number">The ticket's number.</param>
    /// <param name="macroId">The macro.</param>
    /// <param name="said">What it says here, with what was to be filled in.</param>
    /// <param name="expectedVersion">The ticket's version that the caller saw.</param>
    /// <param name="claim">The call's Idempotency-Key.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<Result<Ticket>> Apply(
        Caller caller, long number, Guid? macroId, ApplyMacroRequest said, int? expectedVersion,
        Claim<Result<Ticket>>? claim, CancellationToken cancellation)
    {
        var found = await Find(caller, macroId, cancellation);
        if (found.Failure is { } unknown)
            return unknown;
        if (await reads.Find(caller, number) is null)
            return TicketRules.Unknown;
        var changes = found.Value.Changes;
        var note = changes.Note is null ? null : said.Note ?? changes.Note;
        var reply = changes.Reply is null ? null : said.Reply ?? changes.Reply;
        if ((RefuseText(note, "note") ?? RefuseText(reply, "reply")) is { } unfit)
            return unfit;
        var messages = new List<NewMessage>();
        if (note is not null)
        {
            var internalNote = AgentMessage.Of(MessageKinds.InternalNote, TextOf(note), note.Html, []);
            if (internalNote.Failure is { } unusable)
                return unusable;
            messages.Add(internalNote.Value);
        }

        if (reply is not null)
        {
            var answer = new TicketReply(TextOf(reply), reply.Html, Via: null, []);
            var composed = await replies.Compose(caller, number, answer, cancellation);
            if (composed.Failure is { } unsendable)
                return unsendable;
            messages.Add(composed.Value);
        }

        var update = UpdateOf(caller, changes) with { ExpectedVersion = expectedVersion };
        return await tickets.Apply(caller, number, update, messages, claim, cancellation);
    }

    private static TicketUpdate UpdateOf(Caller caller, MacroChanges changes)
    {
        var fields = new List<LeadProperty>();
        if (changes.Status is { } status)
            fields.Add(new LeadProperty { Attribute = TicketFieldNames.Status, Value = status });
        if (changes.Priority is { } priority)
            fields.Add(new LeadProperty { Attribute = TicketFieldNames.Priority, Value = priority });
        return new TicketUpdate
        {
            Fields = fields,
            GroupId = IdOf(changes.GroupId),
            AgentId = changes.AgentId == Me ? caller.User.Id : IdOf(changes.AgentId),
            AddTags = changes.AddTags ?? [],
            RemoveTags = changes.RemoveTags ?? [],
        };
    }

    // Absent is null; an empty text is the empty id, which means nobody.
    private static Guid? IdOf(string? text) => text is null ? null
        : Guid.TryParse(text, out var id) ? id : Guid.Empty;

    private static string TextOf(MacroText said) => said.Text ?? HtmlText.Extract(said.Html ?? "");

    private static Failure? RefuseText(MacroText? said, string field) => said is null ? null
        : UnicodeText.IsBlank(TextOf(said)) || !FieldRules.IsStorable(TextOf(said))
            || !FieldRules.IsStorable(said.Html ?? "")
            ? Unfit(field, "What is said has a text.")
        : Placeholders.In(said.Text, said.Html) is [var first, ..]
            ? Unfit(field, $"'{first}' is still to be filled in.")
            : null;

    private static Failure? Refuse(Macro macro)
    {
        var changes = macro.Changes;
        if (UnicodeText.IsBlank(macro.Name))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (macro.Name.Length > LongestName || !FieldRules.IsStorable(macro.Name))
            return Unfit("name", $"A name has at most {LongestName} characters.");
        if (changes == new MacroChanges())
            return Unfit("changes", "A macro changes something.");
        if (changes.GroupId is { Length: > 0 } group && !Guid.TryParse(group, out _))
            return Unfit("changes.groupId", "An id is a GUID.");
        if (changes.AgentId is { Length: > 0 } agent && agent != Me && !Guid.TryParse(agent, out _))
            return Unfit("changes.agentId", "An agent is an id, or me.");
        if ((changes.AddTags ?? []).Concat(changes.RemoveTags ?? []).Any(tag => tag.Contains(',')))
            return Unfit("changes.addTags", "A tag holds no comma.");
        return IsBlank(changes.Note) ? Unfit("changes.note", "A note has a text.")
            : IsBlank(changes.Reply) ? Unfit("changes.reply", "A reply has a text.")
            : FieldRules.IsStorable(JsonSerializer.Serialize(changes)) ? null
            : Unfit("changes", "A text holds no such characters.");
    }

    private static bool IsBlank(MacroText? said) => said is not null && UnicodeText.IsBlank(TextOf(said));

    private static Macro Read(MacroRow row) => new()
    {
        AccountId = row.AccountId,
        Id = row.Id,
        Name = row.Name,
        Changes = JsonSerializer.Deserialize<MacroChanges>(row.Changes)!,
        Version = row.Version,
        CreatedBy = row.CreatedBy,
        CreatedOn = row.CreatedOn,
        ModifiedOn = row.ModifiedOn,
        ModifiedBy = row.ModifiedBy,
    };

    private static MacroRow Row(Macro macro) => new(
        macro.AccountId, macro.Id, macro.Name, JsonSerializer.Serialize(macro.Changes), macro.Version, macro.CreatedBy,
        macro.CreatedOn, macro.ModifiedOn, macro.ModifiedBy);

    private static Failure Unfit(string field, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = field };
}
