using System.Collections.Concurrent;
using HandlebarsDotNet;
using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// What portals write to their users: an account's own templates, or these. They are Handlebars with
/// <c>portal.name</c>, <c>lead.FirstName</c> and the lead's other fields, <c>link</c>, <c>code</c> and <c>minutes</c>.
/// </summary>
internal sealed class PortalMails(MailOutbox outbox, PublicAddress address, TimeProvider clock)
{
    private const int LongestTemplate = 100_000;

    private static readonly IHandlebars Plain = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
    private static readonly IHandlebars Html = Handlebars.Create();

    private static readonly MailTemplate Reset = new(
        "Your password for {{portal.name}}",
        """
        Hello{{#if lead.FirstName}} {{lead.FirstName}}{{/if}},

        with this link you choose a new password for {{portal.name}}. It is good for {{minutes}} minutes, and once:

        {{link}}

        If you did not ask for it, leave it: your password stays as it is.
        """);

    private static readonly MailTemplate Activate = new(
        "Welcome to {{portal.name}}",
        """
        Hello{{#if lead.FirstName}} {{lead.FirstName}}{{/if}},

        somebody, we hope you, registered this address at {{portal.name}}. With this link you choose your password. It is good
        for {{minutes}} minutes, and once:

        {{link}}

        If it was not you, leave it: nothing has changed.
        """);

    private static readonly MailTemplate Code = new(
        "{{code}} is your code for {{portal.name}}",
        """
        Hello{{#if lead.FirstName}} {{lead.FirstName}}{{/if}},

        {{code}} is your code to sign in to {{portal.name}}. It is good for {{minutes}} minutes, and once.
        Nobody of ours will ever ask you for it.
        """);

    private static readonly MailTemplate PasswordChanged = new(
        "Your password for {{portal.name}} was changed",
        """
        Hello{{#if lead.FirstName}} {{lead.FirstName}}{{/if}},

        your password for {{portal.name}} was changed just now, and you are signed out everywhere.

        If that was not you, choose another one at once: {{link}}
        """);

    // Templates are few and change rarely; compiling one takes milliseconds. Past this many, all are compiled anew.
    private const int MostCompiled = 1_000;

    private readonly ConcurrentDictionary<(bool IsHtml, string Text), HandlebarsTemplate<object, object>> compiled = new();

    /// <summary>Why an account's own templates cannot be used; null when they can.</summary>
    public static Failure? Check(PortalMail mail)
    {
        foreach (var template in new[] { mail.Reset, mail.Activate, mail.Code, mail.PasswordChanged })
        {
            if (template is null)
                continue;
            try
            {
                if (template.Subject is null || template.Text is null)
                    return new Failure(ErrorCode.InvalidInput, "mail: a template has a subject and a text.");
                if (template.Subject.Length + template.Text.Length + (template.Html?.Length ?? 0) > LongestTemplate)
                    return new Failure(ErrorCode.InvalidInput, $"mail: a template has at most {LongestTemplate} characters.");
                Plain.Compile(template.Subject);
                Plain.Compile(template.Text);
                Html.Compile(template.Html ?? "");
            }
            catch (HandlebarsException exception)
            {
                return new Failure(ErrorCode.InvalidInput, $"mail: a template cannot be read: {exception.Message}");
            }
        }

        return mail.From is not null && !System.Net.Mail.MailAddress.TryCreate(mail.From, out _)
            || mail.ReplyTo is not null && !System.Net.Mail.MailAddress.TryCreate(mail.ReplyTo, out _)
            ? new Failure(ErrorCode.InvalidInput, "mail.from and mail.replyTo: mail addresses.")
            : null;
    }

    public Task SendReset(NpgsqlConnection connection, PortalContext context, StoredLead lead, string recipientField, string token) => Send(
        connection, context, lead, recipientField, context.Portal.Settings.Mail.Reset ?? Reset,
        ResetLink(context.Portal, lead.Id, token), code: null, OneTimeTokens.ResetLength);

    public Task SendActivation(NpgsqlConnection connection, PortalContext context, StoredLead lead, string token) => Send(
        connection, context, lead, LeadFieldNames.EmailAddress, context.Portal.Settings.Mail.Activate ?? Activate,
        ResetLink(context.Portal, lead.Id, token), code: null, OneTimeTokens.ResetLength);

    public Task SendCode(NpgsqlConnection connection, PortalContext context, StoredLead lead, string field, string digits) => Send(
        connection, context, lead, field, context.Portal.Settings.Mail.Code ?? Code, link: null, digits, OneTimeTokens.CodeLength);

    public Task SendPasswordChanged(NpgsqlConnection connection, PortalContext context, StoredLead lead) => Send(
        connection, context, lead, LeadFieldNames.EmailAddress, context.Portal.Settings.Mail.PasswordChanged ?? PasswordChanged,
        context.Portal.Settings.Pages.SignIn ?? address.Hosted(context.Portal, "forgot"), code: null, length: null);

    private string ResetLink(Portal portal, Guid leadId, string token)
    {
        var page = portal.Settings.Pages.ResetPassword ?? address.Hosted(portal, "reset");
        return $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}LeadId={leadId}&TemporaryPassword={token}";
    }

    private async Task Send(
        NpgsqlConnection connection, PortalContext context, StoredLead lead, string recipientField, MailTemplate template, string? link,
        string? code, TimeSpan? length)
    {
        var values = lead.Parse().Values;
        var data = new Dictionary<string, object?>
        {
            ["portal"] = new Dictionary<string, object?> { ["name"] = context.Portal.Name },
            ["lead"] = values,
            ["link"] = link,
            ["code"] = code,
            ["minutes"] = (int?)length?.TotalMinutes,
        };
        var useBy = length is { } useful ? clock.GetUtcNow().UtcDateTime + useful : (DateTime?)null;
        var asked = values.GetValueOrDefault(recipientField);
        var isAddress = asked?.Contains('@', StringComparison.Ordinal) == true;
        if (asked is not null && !isAddress && outbox.HasGateway)
        {
            await outbox.AddText(connection, context.AccountId, asked, code is null ? $"{context.Portal.Name}: {link}" : Fill(template.Subject, data), useBy);
            return;
        }

        if ((isAddress ? asked : values.GetValueOrDefault(LeadFieldNames.EmailAddress)) is not { } recipient)
            return;
        var mail = context.Portal.Settings.Mail;
        await outbox.Add(
            connection,
            new MailMessage(
                context.AccountId, recipient, Fill(template.Subject, data), Fill(template.Text, data),
                template.Html is null ? null : Fill(template.Html, data, isHtml: true), mail.From, mail.ReplyTo,
                UseBy: useBy));
    }

    private string Fill(string template, object data, bool isHtml = false)
    {
        if (compiled.Count > MostCompiled)
            compiled.Clear();
        return compiled.GetOrAdd((isHtml, template), key => (key.IsHtml ? Html : Plain).Compile(key.Text))(data).ToString() ?? "";
    }
}
