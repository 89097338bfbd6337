using System.CommandLine;
using System.Net;
using Leadline.Mail;
using Leadline.Storage;
using Leadline.Users.SignIn;

namespace Leadline.Cli;

/// <summary>
/// The server's settings as options. Each may come from the environment: <c>--log-level</c> is LEADLINE_LOG_LEVEL.
/// </summary>
internal static class Settings
{
    public static readonly Option<string> Urls = TextOption(
        "--urls", "Where to listen, separated by semicolons", ServerOptions.DefaultUrl);

    private static readonly Option<string> Data = TextOption(
        "--data", "Folder of the database and of credentials.json", "./data");

    private static readonly Option<string> KeyFile = TextOption(
        "--key-file",
        "File of the server's own key, which is made when it is not there; servers on one database may share it",
        "");

    private static readonly Option<string> Database = TextOption(
        "--database",
        "A PostgreSQL 15 or later to use instead of the embedded one: \"Host=...;Username=...;Database=...\"",
        "");

    private static readonly Option<string> RateLimit = TextOption(
        "--rate-limit", "'off' lifts the call limits of all accounts", "on");
    private static readonly Option<string> Log = TextOption("--log", "plain or json", "plain");

    private static readonly Option<string> Otlp = TextOption(
        "--otlp",
        "Collector to send metrics and traces to, e.g. http://127.0.0.1:4317; OTEL_EXPORTER_OTLP_ENDPOINT does as well",
        "");

    private static readonly Option<string> Smtp = TextOption(
        "--smtp", "Mail server: smtp://user:password@host:port, or smtps:// for TLS from the first byte", "");

    private static readonly Option<string> MailFrom = TextOption(
        "--mail-from", "The address that mail comes from, e.g. 'Example <mail@example.com>'", "");

    private static readonly Option<string> Sms = TextOption(
        "--sms",
        "Gateway that takes text messages as a POST of {\"to\",\"text\"}: https://token@sms.example.com/send",
        "");

    private static readonly Option<string> PublicUrl = TextOption(
        "--public-url", "Where people reach the server, for links in mail, e.g. https://portal.example.com", "");

    private static readonly Option<string> SignInProviders = TextOption(
        "--sign-in-providers", "JSON file of the OpenID Connect providers that users may sign in at", "");

    private static readonly Option<string> Proxies = TextOption(
        "--proxies",
        "Addresses or CIDR ranges, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto count",
        "");

    private static readonly Option<string> LogLevelOption = TextOption(
        "--log-level", "trace, debug, information, warning, error, critical or none", "information");

    private static readonly Option<string> IntakeBacklog = TextOption(
        "--intake-backlog", "Most asynchronous requests of an account that may wait; further ones get 429", "5000000");

    private static readonly Option<string> IntakeDays = TextOption(
        "--intake-days", "Days that asynchronous requests and their results are kept", "31");

    private static readonly Option<string> AuditDays = TextOption(
        "--audit-days", "Days that the audit log is kept", "400");

    private static readonly Option<string> IntakeWorkers = TextOption(
        "--intake-workers",
        "Accounts whose asynchronous requests are worked on at a time; 0 leaves them to other nodes",
        "auto");
    private static readonly Option<string> Maildrop = TextOption(
        "--maildrop", "Folder where a mail server leaves mail for service desks, as {account}/new/* (Maildir)", "");

    private static readonly Option<string> MailboxNetworks = TextOption(
        "--mailbox-networks",
        "Addresses or CIDR ranges, separated by commas, that mailboxes may be at though they are not public",
        "");

    private static readonly Option<string> WebhookNetworks = TextOption(
        "--webhook-networks",
        "Addresses or CIDR ranges, separated by commas, that webhooks may be at though they are not public",
        "");

    private static readonly Option<string> FileScanner = TextOption(
        "--file-scanner",
        "Command that looks for viruses: it reads a file from its standard input and ends with 0 (clean) or 1",
        "");

    /// <summary>Where the data is: every command takes these.</summary>
    public static readonly Option<string>[] Place = [Recursive(Data), Recursive(Database)];

    /// <summary>How the server runs: these are of <c>serve</c>.</summary>
    public static readonly Option<string>[] Serving =
    [
        Urls, PublicUrl, SignInProviders, Proxies, RateLimit, Log, LogLevelOption, Otlp, Smtp, MailFrom, Sms, Maildrop,
        MailboxNetworks, WebhookNetworks, FileScanner, KeyFile, IntakeBacklog, IntakeDays, IntakeWorkers,
        AuditDays,
    ];

    /// <summary>The options in effect; a value that none of them knows ends in one line.</summary>
    public static ServerOptions Read(ParseResult parsed) =>
        new()
        {
            DataFolder = Path.GetFullPath(Required(parsed, Data)),
            KeyFile = parsed.GetValue(KeyFile) is { Length: > 0 } keyFile ? Path.GetFullPath(keyFile) : null,
            Database = parsed.GetValue(Database) is { Length: > 0 } database ? database : null,
            Urls = Addresses(Required(parsed, Urls)),
            RateLimitOff = Choice(parsed, RateLimit, "on", "off") == "off",
            Otlp = Collector(parsed.GetValue(Otlp)),
            Mail = MailOptions.Parse(parsed.GetValue(Smtp), parsed.GetValue(MailFrom)),
            Sms = SmsOptions.Parse(parsed.GetValue(Sms)),
            IntakeBacklog = Number(parsed, IntakeBacklog, least: 1),
            IntakeKeptDays = Number(parsed, IntakeDays, least: 1),
            AuditKeptDays = Number(parsed, AuditDays, least: 1),
            IntakeWorkers = parsed.GetValue(IntakeWorkers) == "auto" ? null : Number(parsed, IntakeWorkers, least: 0),
            PublicUrl = Public(parsed.GetValue(PublicUrl)),
            SignInProviders = SignInProvider.ReadAll(parsed.GetValue(SignInProviders)),
            Proxies = Ranges(parsed, Proxies),
            Maildrop = parsed.GetValue(Maildrop) is { Length: > 0 } maildrop ? Path.GetFullPath(maildrop) : null,
            MailboxNetworks = Ranges(parsed, MailboxNetworks),
            WebhookNetworks = Ranges(parsed, WebhookNetworks),
            FileScanner = parsed.GetValue(FileScanner) is { Length: > 0 } scanner ? scanner : null,
            JsonLogs = Choice(parsed, Log, "plain", "json") == "json",
            LogLevel = Enum.Parse<LogLevel>(
                Choice(parsed, LogLevelOption, "trace", "debug", "information", "warning", "error", "critical", "none"),
                ignoreCase: true),
        };

    private static Option<string> TextOption(string name, string description, string preset)
    {
        var variable = "LEADLINE_" + name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
        return new Option<string>(name)
        {
            Description = $"{description} [{variable}; default: {(preset.Length > 0 ? preset : "none")}]",
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : preset,
        };
    }

    private static Option<string> Recursive(Option<string> option)
    {
        option.Recursive = true;
        return option;
    }

    private static string Required(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) is { Length: > 0 } value
            ? value
            : throw new StartupException($"{option.Name} must not be empty.");

    private static int Number(ParseResult parsed, Option<string> option, int least) =>
        int.TryParse(parsed.GetValue(option), out var number) && number >= least
            ? number
            : throw new StartupException(
                $"{option.Name} is a number from {least} on, not '{parsed.GetValue(option)}'.");

    private static string Choice(ParseResult parsed, Option<string> option, params string[] choices)
    {
        var value = parsed.GetValue(option)!;
        return choices.FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw new StartupException(
                $"{option.Name} is {string.Join(", ", choices[..^1])} or {choices[^1]}, not '{value}'.");
    }

    private static string Addresses(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!IsAddress(url.Trim()))
                throw new StartupException(
                    $"--urls is a list of addresses such as {ServerOptions.DefaultUrl}, not '{url}'; TLS is a "
                    + "proxy's in front of it.");
        return urls;
    }

    private static string? Collector(string? address) => string.IsNullOrEmpty(address) ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") ? address
        : throw new StartupException($"--otlp is an address such as http://127.0.0.1:4317, not '{address}'.");

    private static string? Public(string? address) => string.IsNullOrEmpty(address) ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https")
        && uri.PathAndQuery == "/"
            ? address.TrimEnd('/')
        : throw new StartupException(
            $"--public-url is an address without a path such as https://portal.example.com, not '{address}'.");

    private static string[] Ranges(ParseResult parsed, Option<string> option)
    {
        var ranges = (parsed.GetValue(option) ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var range in ranges)
            if (!IPAddress.TryParse(range, out _) && !IPNetwork.TryParse(range, out _))
                throw new StartupException(
                    $"{option.Name} is a list of addresses and ranges such as 10.0.0.0/8, not '{range}'.");
        return ranges;
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                && BindingAddress.Parse(url).Port is >= 0 and <= 65535;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
