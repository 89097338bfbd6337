using System.Globalization;
using Leadline.Storage;

namespace Leadline.Mail;

/// <summary>How the line to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>STARTTLS where the server offers it; a password is never sent without it.</summary>
    WhenOffered,

    /// <summary>STARTTLS or nothing.</summary>
    Required,

    /// <summary>In clear, password included: for a relay on the same machine.</summary>
    None,

    /// <summary>TLS from the first byte (smtps).</summary>
    Implicit,
}

/// <summary>The mail server that outgoing mail is handed to. It never prints its password.</summary>
internal sealed record MailOptions(string Host, int Port, string From)
{
    private const int MostSessions = 50;
    private const string Form = "--smtp is an address such as smtp://user:password@mail.example.com:587";

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public MailSecurity Security { get; init; }

    /// <summary>How many mails are handed over at once, each on a connection of its own, where many are due.</summary>
    public int Sessions { get; init; } = 4;

    /// <summary>SHA-256 of the server's certificate, in hex: trusts that one and no other.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Reads <c>--smtp</c> and <c>--mail-from</c>; null when no server is set.</summary>
    public static MailOptions? Parse(string? address, string? from)
    {
        if (string.IsNullOrEmpty(address))
            return null;
        // The address holds a password: no message quotes it.
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("smtp" or "smtps")
            || uri.Host.Length == 0)
            throw new StartupException($"{Form}.");
        var user = uri.UserInfo.Split(':', 2);
        var name = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        var sender = string.IsNullOrEmpty(from) ? name : from;
        if (sender is null || Mailboxes.Parse(sender) is null)
            throw new StartupException(
                "--mail-from is the address that mail comes from, such as 'Example <mail@example.com>'.");
        var security = uri.Scheme == "smtps" ? MailSecurity.Implicit : MailSecurity.WhenOffered;
        var options = new MailOptions(
            uri.IdnHost,
            uri.Port > 0 ? uri.Port
                : security == MailSecurity.Implicit ? 465
                : name is null ? 25
                : 587,
            sender)
        {
            UserName = name,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Security = security,
        };
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            options = With(options, pair.Split('=', 2));
        return options;
    }

    public override string ToString() => $"{Host}:{Port}";

    private static MailOptions With(MailOptions options, string[] pair) =>
        pair switch
        {
            ["starttls", "always"] when options.Security != MailSecurity.Implicit => options with
            {
                Security = MailSecurity.Required,
            },
            ["starttls", "never"] when options.Security != MailSecurity.Implicit => options with
            {
                Security = MailSecurity.None,
            },
            ["starttls", "auto"] => options,
            ["fingerprint", { Length: 64 } hex] => options with { Fingerprint = hex },
            ["sessions", var text] when int.TryParse(text, NumberStyles.None, null, out var count)
                && count is >= 1 and <= MostSessions => options with { Sessions = count },
            _ => throw new StartupException(
                $"{Form}; after it may come ?starttls=always, never or auto, fingerprint=<SHA-256 in hex>, and "
                + "sessions=<1 to 50>."),
        };
}
