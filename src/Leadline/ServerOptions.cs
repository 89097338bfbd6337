using Leadline.Mail;
using Leadline.Platform;
using Leadline.Users.SignIn;

namespace Leadline;

/// <summary>How one server runs. Every setting has a command-line option; see docs/operating.md.</summary>
internal sealed record ServerOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>The folder of the embedded database and of credentials.json.</summary>
    public string DataFolder { get; init; } = "./data";

    /// <summary>The file of the server's own key; null for one in the data folder.</summary>
    public string? KeyFile { get; init; }

    public string KeyPath => KeyFile ?? Path.Combine(DataFolder, ServerKey.FileName);

    /// <summary>Where to listen, separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrl;

    /// <summary>A PostgreSQL to use instead of the embedded one.</summary>
    public string? Database { get; init; }

    /// <summary>No account is limited, whatever its setting.</summary>
    public bool RateLimitOff { get; init; }

    /// <summary>Most asynchronous requests of an account that may wait.</summary>
    public long IntakeBacklog { get; init; } = 5_000_000;

    /// <summary>Days that asynchronous requests and their results are kept.</summary>
    public int IntakeKeptDays { get; init; } = 31;

    /// <summary>Days that the audit log is kept.</summary>
    public int AuditKeptDays { get; init; } = 400;

    /// <summary>
    /// Accounts whose asynchronous requests this node works on at a time; 0 leaves them to other nodes, null suits the
    /// machine.
    /// </summary>
    public int? IntakeWorkers { get; init; }

    /// <summary>A JSON object a line instead of plain text.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>
    /// Where to send metrics and traces by OTLP; null leaves it to OTEL_EXPORTER_OTLP_ENDPOINT, or sends none.
    /// </summary>
    public string? Otlp { get; init; }

    /// <summary>The mail server that outgoing mail is handed to; null lets it wait in the outbox.</summary>
    public MailOptions? Mail { get; init; }

    /// <summary>The gateway that text messages are handed to; null sends codes by mail alone.</summary>
    public SmsOptions? Sms { get; init; }

    /// <summary>Where people reach the server, for links in mail; null takes the address that it listens on.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Where users may sign in beside the server.</summary>
    public IReadOnlyList<SignInProvider> SignInProviders { get; init; } = [];

    /// <summary>Proxies whose word is taken for the caller's address and scheme, as addresses or CIDR ranges.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>The folder whose <c>{account}/new</c> holds mail for service desks; null takes none in.</summary>
    public string? Maildrop { get; init; }

    /// <summary>
    /// Networks beside the public one that mailboxes may be in, as addresses or CIDR ranges: an account's administrator
    /// says where the server connects to.
    /// </summary>
    public IReadOnlyList<string> MailboxNetworks { get; init; } = [];

    /// <summary>Networks beside the public one that webhooks may be in, as addresses or CIDR ranges.</summary>
    public IReadOnlyList<string> WebhookNetworks { get; init; } = [];

    /// <summary>The command that looks for viruses in files; null lets every file in.</summary>
    public string? FileScanner { get; init; }

    /// <summary>How long the scanner may take over a file before it is ended.</summary>
    public TimeSpan LongestScan { get; init; } = TimeSpan.FromSeconds(60);

    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
