using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// What portals write to their users: an account's own templates, or these. They are Liquid with
/// <c>portal.name</c>, <c>lead.FirstName</c> and the lead's other fields, <c>link</c>, <c>code</c> and <c>minutes</c>.
/// </summary>
internal sealed partial class PortalMails(
    MailOutbox outbox, PublicAddress address, TimeProvider clock, ILogger<PortalMails> logger)
{
    private const int LongestTemplate = 100_000;

    private static readonly MailTemplate Reset = new(
        "Your password for {{portal.name}}",
        """
        Hello{% if lead.FirstName %} {{lead.FirstName}}{% endif %},

        Use this link to choose a new password for {{portal.name}}. It works once, within the next {{minutes}} minutes:

        {{link}}

        If you did not ask for it, ignore this message: your password stays as it is.
        """);

    private static readonly MailTemplate Activate = new(
        "Welcome to {{portal.name}}",
        """
        Hello{% if lead.FirstName %} {{lead.FirstName}}{% endif %},

        Somebody, we hope you, has registered this address at {{portal.name}}. Use this link to choose your password. It
        works once, within the next {{minutes}} minutes:

        {{link}}

        If it was not you, ignore this message: nothing has changed.
        """);

    private static readonly MailTemplate Code = new(
        "{{code}} is your code for {{portal.name}}",
        """
        Hello{% if lead.FirstName %} {{lead.FirstName}}{% endif %},

        {{code}} is your code for signing in to {{portal.name}}. It works once, within the next {{minutes}} minutes.
        We will never ask you for it.
        """);

    private static readonly MailTemplate FormCode = new(
        Code.Subject,
        """
        Hello,

        {{code}} is your code for {{portal.name}}. It works once, within the next {{minutes}} minutes.

        If you did not ask for it, ignore this message.
        """);

    private static readonly MailTemplate PasswordChanged = new(
        "Your password for {{portal.name}} was changed",
        """
        Hello{% if lead.FirstName %} {{lead.FirstName}}{% endif %},

        Your password for {{portal.name}} has just been changed, and you have been signed out everywhere.

        If that was not you, choose another one at once: {{link}}
        """);

    /// <summary>Whether text messages go out.</summary>
    public bool CanText => outbox.HasGateway;

    /// <summary>Why an account's own templates cannot be used; null when they can.</summary>
    public static Failure? Check(PortalMail mail)
    {
        foreach (var template in new[] { mail.Reset, mail.Activate, mail.Code, mail.PasswordChanged })
        {
            if (template is null)
                continue;
            if (template.Subject is null || template.Text is null)
                return new Failure(ErrorCode.InvalidInput, "mail: a template has a subject and a text.");
            string[] parts = [template.Subject, template.Text, template.Html ?? ""];
            if (parts.Sum(part => part.Length) > LongestTemplate)
                return new Failure(
                    ErrorCode.InvalidInput, $"mail: a template has at most {LongestTemplate} characters.");
            if (parts.Select(TemplateEngine.ErrorIn).FirstOrDefault(error => error is not null) is { } error)
                return new Failure(ErrorCode.InvalidInput, $"mail: a template cannot be read: {error}");
        }

        return mail.From is not null && !System.Net.Mail.MailAddress.TryCreate(mail.From, out _)
            || mail.ReplyTo is not null && !System.Net.Mail.MailAddress.TryCreate(mail.ReplyTo, out _)
            ? new Failure(ErrorCode.InvalidInput, "mail.from and mail.replyTo: mail addresses.")
            : null;
    }

    public Task SendReset(
        NpgsqlConnection connection,
        PortalContext context,
        StoredLead lead,
        string recipientField,
        string token) =>
        Send(
            connection,
            context,
            lead,
            recipientField,
            Reset,
            mail => mail.Reset,
            ResetLink(context.Portal, lead.Id, token),
            code: null,
            OneTimeTokens.ResetLength);

    public Task SendActivation(NpgsqlConnection connection, PortalContext context, StoredLead lead, string token) =>
        Send(
            connection,
            context,
            lead,
            LeadFieldNames.EmailAddress,
            Activate,
            mail => mail.Activate,
            ResetLink(context.Portal, lead.Id, token),
            code: null,
            OneTimeTokens.ResetLength);

    public Task SendCode(
        NpgsqlConnection connection, PortalContext context, StoredLead lead, string field, string digits) => Send(
        connection, context, lead, field, Code, mail => mail.Code, link: null, digits, OneTimeTokens.CodeLength);

    /// <summary>Sends a form's code to who a visitor says to be: an e-mail address or a phone number.</summary>
    public async Task SendFormCode(
        NpgsqlConnection connection, PortalContext context, string recipient, string digits)
    {
        var length = OneTimeTokens.CodeLength;
        var data = Data(context.Portal, [], link: null, digits, length);
        var written = await Write(context.Portal, context.Portal.Settings.Mail.Code, FormCode, data);
        await Deliver(connection, context.Portal, recipient, written, written.Subject, clock.Now() + length);
    }

    public Task SendPasswordChanged(NpgsqlConnection connection, PortalContext context, StoredLead lead) => Send(
        connection, context, lead, LeadFieldNames.EmailAddress, PasswordChanged, mail => mail.PasswordChanged,
        context.Portal.Settings.Pages.SignIn ?? address.Hosted(context.Portal, "forgot"), code: null, length: null);

    private string ResetLink(Portal portal, Guid leadId, string token)
    {
        var page = portal.Settings.Pages.ResetPassword ?? address.Hosted(portal, "reset");
        var separator = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{page}{separator}LeadId={leadId}&TemporaryPassword={token}";
    }

    private async Task Send(
        NpgsqlConnection connection,
        PortalContext context,
        StoredLead lead,
        string recipientField,
        MailTemplate standard,
        Func<PortalMail, MailTemplate?> choose, string? link, string? code, TimeSpan? length)
    {
        var (portal, mail) = (context.Portal, context.Portal.Settings.Mail);
        var values = lead.Parse().Values;
        var written = await Write(portal, choose(mail), standard, Data(portal, values, link, code, length));
        var useBy = length is { } useful ? clock.Now() + useful : (DateTime?)null;
        var asked = values.GetValueOrDefault(recipientField);
        var isAddress = asked?.Contains('@', StringComparison.Ordinal) == true;
        var isText = asked is not null && !isAddress && outbox.HasGateway;
        var recipient = isAddress || isText ? asked : values.GetValueOrDefault(LeadFieldNames.EmailAddress);
        var text = code is null ? $"{portal.Name}: {link}" : written.Subject;
        if (recipient is not null)
            await Deliver(connection, portal, recipient, written, text, useBy);
    }

    private Task Deliver(
        NpgsqlConnection connection, Portal portal, string recipient, MailTemplate written, string text,
        DateTime? useBy)
    {
        var mail = portal.Settings.Mail;
        return recipient.Contains('@', StringComparison.Ordinal)
            ? outbox.Add(
                connection,
                new MailMessage(
                    portal.AccountId, recipient, written.Subject, written.Text, written.Html, mail.From, mail.ReplyTo,
                    UseBy: useBy))
            : outbox.AddText(connection, portal.AccountId, recipient, text, useBy);
    }

    private static Dictionary<string, object?> Data(
        Portal portal, Dictionary<string, string> values, string? link, string? code, TimeSpan? length) =>
        new()
        {
            ["portal"] = new Dictionary<string, object?> { ["name"] = portal.Name },
            ["lead"] = values.Where(field => field.Value is not (null or "")).ToDictionary(),
            ["link"] = link,
            ["code"] = code,
            ["minutes"] = (int?)length?.TotalMinutes,
        };

    // A template that goes wrong must keep nobody from a password link: the server's own words go out instead.
    private async Task<MailTemplate> Write(
        Portal portal, MailTemplate? own, MailTemplate standard, Dictionary<string, object?> data)
    {
        try
        {
            return await Fill(own ?? standard, data);
        }
        catch (Exception exception) when (own is not null)
        {
            Log.BadTemplate(logger, portal.Id, exception.GetType().Name);
            return await Fill(standard, data);
        }
    }

    private static async Task<MailTemplate> Fill(MailTemplate template, Dictionary<string, object?> data) => new(
        await TemplateEngine.Render(template.Subject, data, isHtml: false),
        await TemplateEngine.Render(template.Text, data, isHtml: false),
        template.Html is null ? null : await TemplateEngine.Render(template.Html, data, isHtml: true));

    private static partial class Log
    {
        [LoggerMessage(
            75, LogLevel.Warning, "A mail template of portal {Portal} failed ({Error}); the standard text was sent"
        )]
        public static partial void BadTemplate(ILogger logger, Guid portal, string error);
    }
}
