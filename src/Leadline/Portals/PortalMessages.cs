using Leadline.Protocol.Own;

namespace Leadline.Portals;

/// <summary>A portal's settings as Leadline's own API takes and shows them.</summary>
internal static class PortalMessages
{
    /// <summary>False when JSON set an entry of a list to null.</summary>
    public static bool IsWhole(PortalSettingsMessage? settings) =>
        settings is null
        || (
            settings.AllowedOrigins.All(origin => origin is not null)
            && settings.TrustedAddresses.All(address => address is not null)
            && settings.ProfileFields.All(name => name is not null));

    /// <summary>What is not sent is as in a new portal.</summary>
    public static PortalSettings Read(PortalSettingsMessage? sent) =>
        sent is null
            ? new PortalSettings()
            : new PortalSettings
            {
                AllowedOrigins = sent.AllowedOrigins,
                TrustedAddresses = sent.TrustedAddresses,
                Pages = new PortalPages { SignIn = sent.Pages.SignIn, ResetPassword = sent.Pages.ResetPassword },
                Theme = new PortalTheme { Colour = sent.Theme.Colour, Logo = sent.Theme.Logo },
                Mail = new PortalMail
                {
                    From = sent.Mail.From,
                    ReplyTo = sent.Mail.ReplyTo,
                    Reset = Read(sent.Mail.Reset),
                    Activate = Read(sent.Mail.Activate),
                    Code = Read(sent.Mail.Code),
                    PasswordChanged = Read(sent.Mail.PasswordChanged),
                },
                Passwords = new PasswordRules
                {
                    MinLength = sent.Passwords.MinLength,
                    Upper = sent.Passwords.Upper,
                    Lower = sent.Passwords.Lower,
                    Digit = sent.Passwords.Digit,
                    Symbol = sent.Passwords.Symbol,
                },
                SessionMinutes = sent.SessionMinutes,
                RegisterExistingLeads = sent.RegisterExistingLeads,
                ProfileFields = sent.ProfileFields,
            };

    public static PortalSettingsMessage Message(PortalSettings settings) => new()
    {
        AllowedOrigins = settings.AllowedOrigins,
        TrustedAddresses = settings.TrustedAddresses,
        Pages = new PortalPagesMessage(settings.Pages.SignIn, settings.Pages.ResetPassword),
        Theme = new PortalThemeMessage(settings.Theme.Colour, settings.Theme.Logo),
        Mail = new PortalMailMessage(
            settings.Mail.From,
            settings.Mail.ReplyTo,
            Message(settings.Mail.Reset),
            Message(settings.Mail.Activate),
            Message(settings.Mail.Code),
            Message(settings.Mail.PasswordChanged)),
        Passwords = new PasswordRulesMessage(
            settings.Passwords.MinLength,
            settings.Passwords.Upper,
            settings.Passwords.Lower,
            settings.Passwords.Digit,
            settings.Passwords.Symbol),
        SessionMinutes = settings.SessionMinutes,
        RegisterExistingLeads = settings.RegisterExistingLeads,
        ProfileFields = settings.ProfileFields,
    };

    private static MailTemplate? Read(MailTemplateMessage? sent) =>
        sent is null ? null : new MailTemplate(sent.Subject!, sent.Text!, sent.Html);

    private static MailTemplateMessage? Message(MailTemplate? template) =>
        template is null ? null : new MailTemplateMessage(template.Subject, template.Text, template.Html);
}
