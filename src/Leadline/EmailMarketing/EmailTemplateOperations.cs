using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>Templates of mails: made, changed, deleted and read. Every user of the account may.</summary>
internal sealed class EmailTemplateOperations(
    Database database, EmailTemplateStore store, LeadReads leads, EmailWriter writer, TimeProvider clock)
{
    private const int LongestName = 200;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such template.");

    public async Task<Result<EmailTemplate>> Create(
        Caller caller, NpgsqlConnection? within, EmailTemplateChange draft)
    {
        var now = clock.Now();
        var template = new EmailTemplate
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            Name = (draft.Name ?? "").Trim(),
            Category = draft.Category?.Trim() ?? "",
            Subject = draft.Subject ?? "",
            Text = draft.Text ?? "",
            Html = draft.Html ?? "",
            CreatedBy = caller.User.Id,
            CreatedOn = now,
            ModifiedBy = caller.User.Id,
            ModifiedOn = now,
        };
        if (Refuse(template) is { } refusal)
            return refusal;
        return await database.Transaction<Result<EmailTemplate>>(caller.AccountId, within, async connection =>
        {
            if (!await EmailTemplateStore.Add(connection, template))
                return NameTaken(template.Name);
            await Tell(connection, caller, EmailEvents.TemplateCreated, template.Id);
            return template;
        });
    }

    public async Task<Result<EmailTemplate>> Find(Caller caller, Guid? templateId, CancellationToken cancellation) =>
        templateId is { } id && await store.Find(caller.AccountId, id, cancellation) is { } found ? found : Unknown;

    public async Task<Result<EmailTemplate>> FindByName(
        Caller caller, string? name, CancellationToken cancellation) =>
        name is not null && await store.FindByName(caller.AccountId, name, cancellation) is { } found
            ? found
            : Unknown;

    /// <summary>A page of templates, of those with a part of a name where one is asked for.</summary>
    public Task<IReadOnlyList<EmailTemplate>> Page(
        Caller caller, string? search, Guid? after, int most, CancellationToken cancellation) =>
        store.Page(caller.AccountId, search, after, most, cancellation);

    /// <summary>Changes what is passed. What is on its way is sent as it was.</summary>
    public async Task<Result<EmailTemplate>> Update(
        Caller caller, NpgsqlConnection? within, Guid? templateId, EmailTemplateChange change) =>
        await database.Transaction<Result<EmailTemplate>>(caller.AccountId, within, async connection =>
        {
            if (templateId is not { } id
                || await EmailTemplateStore.Lock(connection, caller.AccountId, id) is not { } before)
                return Unknown;
            if (change.ExpectedVersion is { } expected && expected != before.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The template has changed: it is at version {before.Version}, not {expected}.");
            var after = before with
            {
                Name = change.Name?.Trim() ?? before.Name,
                Category = change.Category?.Trim() ?? before.Category,
                Subject = change.Subject ?? before.Subject,
                Text = change.Text ?? before.Text,
                Html = change.Html ?? before.Html,
            };
            if (after == before)
                return before;
            if (Refuse(after) is { } refusal)
                return refusal;
            after = after with
            {
                Version = before.Version + 1,
                ModifiedBy = caller.User.Id,
                ModifiedOn = clock.Now(),
            };
            if (!await EmailTemplateStore.Update(connection, after))
                return NameTaken(after.Name);
            await Tell(connection, caller, EmailEvents.TemplateUpdated, id);
            return after;
        });

    /// <summary>Deletes a template; mailings that were made of it go on.</summary>
    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid? templateId) =>
        await database.Transaction(caller.AccountId, within, async connection =>
        {
            if (templateId is not { } id || !await EmailTemplateStore.Delete(connection, caller.AccountId, id))
                return Unknown;
            await Tell(connection, caller, EmailEvents.TemplateDeleted, id);
            return null;
        });

    /// <summary>The template as a lead would get it from the caller. Its links lead nowhere.</summary>
    public async Task<Result<WrittenEmail>> Preview(
        Caller caller, Guid? templateId, Guid? leadId, CancellationToken cancellation)
    {
        var template = await Find(caller, templateId, cancellation);
        if (template.Failure is { } unknown)
            return unknown;
        if (leadId is not { } id || await leads.ById(caller, id, cancellation) is not { } lead)
            return LeadRules.Unknown with { Field = "leadId" };
        return await writer.Preview(caller, template.Value.Content, lead);
    }

    private static Failure? Refuse(EmailTemplate template) =>
        UnicodeText.IsBlank(template.Name)
            ? new Failure(ErrorCode.MissingAttribute, "'Name' is mandatory.") { Field = "name" }
        : template.Name.Length > LongestName || !FieldRules.IsStorable(template.Name)
            ? new Failure(ErrorCode.InvalidInput, $"A name has at most {LongestName} characters.") { Field = "name" }
        : !FieldRules.IsStorable(template.Category)
            ? new Failure(ErrorCode.InvalidInput, "A category holds no such characters.") { Field = "category" }
            : template.Content.Check();

    private static Failure NameTaken(string name) =>
        new(ErrorCode.Duplicate, $"A template with the name '{name}' already exists.") { Field = "name" };

    private Task Tell(NpgsqlConnection connection, Caller caller, string kind, Guid templateId)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, leadId: null, templateId, clock.Now()));
        return rows.Write(connection);
    }
}
