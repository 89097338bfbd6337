using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Leadline.Tests.Architecture;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>A mail that the SMTP server took.</summary>
public sealed record TakenMail(
    string EnvelopeFrom,
    string[] EnvelopeTo,
    bool Secure,
    string? User,
    string From,
    string To,
    string? ReplyTo,
    string Subject,
    string Text,
    string? Html,
    string MessageId,
    string? InReplyTo,
    string[] References,
    string[] Headers,
    TakenFile[] Files,
    string Raw);

/// <summary>A file that came with a mail.</summary>
public sealed record TakenFile(string Name, string Type, string? Charset, string Disposition, byte[] Content);

/// <summary>A real SMTP server of npm's in a process of its own; see smtp/server.mjs for what it does with whom.</summary>
public sealed class SmtpServer : IAsyncLifetime
{
    public const string User = "leadline";
    public const string Password = "an SMTP password: 100%";

    private readonly ConcurrentQueue<TakenMail> taken = new();
    private readonly TaskCompletionSource<int> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    /// <summary>TLS from the first byte.</summary>
    public bool Secure { get; init; }

    /// <summary>Neither TLS nor log in.</summary>
    public bool InClear { get; init; }

    public int Port { get; private set; }

    /// <summary>SHA-256 of the certificate, in hex.</summary>
    public string Fingerprint { get; private set; } = "";

    public IReadOnlyCollection<TakenMail> Taken => taken;

    /// <summary>What to give as --smtp.</summary>
    public string Address => InClear
        ? $"smtp://127.0.0.1:{Port}"
        : $"{(Secure ? "smtps" : "smtp")}://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}?fingerprint={Fingerprint}";

    public async ValueTask InitializeAsync()
    {
        var (key, certificate) = Certificate();
        var settings = JsonSerializer.Serialize(new
        {
            user = InClear ? null : User,
            password = Password,
            secure = Secure,
            noTls = InClear,
            key,
            certificate,
        });
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.Combine(SourceTree.Root, "tests/Leadline.Tests/Support/smtp"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("server.mjs");
        start.ArgumentList.Add(settings);
        process = ChildProcess.Start(start);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        Port = await Eventually.Ends(listening.Task);
    }

    /// <summary>The mail to this address that <paramref name="wanted"/> accepts, once it has come.</summary>
    public async Task<TakenMail> Mail(string to, Func<TakenMail, bool>? wanted = null)
    {
        var mail = await Eventually.Seen(
            () => Task.FromResult(taken.LastOrDefault(IsWanted)), mail => mail is not null, $"a mail to {to}");
        return mail!;

        bool IsWanted(TakenMail mail) => mail.EnvelopeTo.Contains(to) && wanted?.Invoke(mail) != false;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            listening.TrySetException(new InvalidOperationException("The SMTP server ended. Were its packages fetched (npm ci)?"));
        else if (line.StartsWith("{\"port\":", StringComparison.Ordinal))
            listening.TrySetResult(JsonDocument.Parse(line).RootElement.GetProperty("port").GetInt32());
        else
            taken.Enqueue(JsonSerializer.Deserialize<TakenMail>(line, JsonSerializerOptions.Web)!);
    }

    private (string Key, string Certificate) Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return (key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
    }
}
