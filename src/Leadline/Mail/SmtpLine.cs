using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Mail;

/// <summary>The mail server said no. A permanent refusal is of the mail; any other may pass.</summary>
internal sealed class SmtpRefusedException(string step, int code) : Exception($"{step}: {code}")
{
    public bool IsPermanent => code is >= 500 and < 600 && step is "RCPT" or "DATA" or "address";
}

/// <summary>
/// One conversation with a mail server (RFC 5321), over which mails are handed one after the other. .NET's own client knows
/// no TLS from the first byte and hides which refusals are for good.
/// </summary>
internal sealed class SmtpLine : IAsyncDisposable
{
    private const int LongestReply = 64 * 1024;

    private readonly MailOptions options;
    private readonly TcpClient tcp = new();
    private Stream stream = Stream.Null;
    private StreamReader reader = StreamReader.Null;
    private string offers = "";

    private SmtpLine(MailOptions options) => this.options = options;

    public static async Task<SmtpLine> Open(MailOptions options, CancellationToken cancellation)
    {
        var line = new SmtpLine(options);
        try
        {
            await line.Greet(cancellation);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands a mail over. When this returns, the server has taken responsibility for it.</summary>
    public async Task Send(string from, string to, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var isAscii = Ascii.IsValid(from) && Ascii.IsValid(to);
        if (!isAscii && !Offers("SMTPUTF8"))
            throw new SmtpRefusedException("address", 553);
        var utf8 = isAscii ? "" : " SMTPUTF8";
        try
        {
            await Command("MAIL", $"MAIL FROM:<{from}>{utf8}", 250, cancellation);
            await Command("RCPT", $"RCPT TO:<{to}>", 250, cancellation);
            await Command("DATA", "DATA", 354, cancellation);
        }
        catch (SmtpRefusedException)
        {
            await Command("RSET", "RSET", 250, cancellation);
            throw;
        }

        await Write(Stuffed(content.Span), cancellation);
        Expect("DATA", await Reply(cancellation), 250);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        tcp.Dispose();
    }

    /// <summary>Says goodbye; a server that is gone already is no matter.</summary>
    public async Task Quit(CancellationToken cancellation)
    {
        try
        {
            await Command("QUIT", "QUIT", 221, cancellation);
        }
        catch (Exception exception) when (exception is IOException or SmtpRefusedException)
        {
            // Everything was handed over before.
        }
    }

    private async Task Greet(CancellationToken cancellation)
    {
        await tcp.ConnectAsync(options.Host, options.Port, cancellation);
        Use(tcp.GetStream());
        if (options.Security == MailSecurity.Implicit)
            await Encrypt(cancellation);
        Expect("greeting", await Reply(cancellation), 220);
        await Hello(cancellation);
        if (options.Security is MailSecurity.WhenOffered or MailSecurity.Required)
            await StartTls(cancellation);
        if (options.UserName is not null)
            await LogIn(cancellation);
    }

    private async Task StartTls(CancellationToken cancellation)
    {
        if (!Offers("STARTTLS") && options.Security == MailSecurity.WhenOffered && options.UserName is null)
            return;
        await Command("STARTTLS", "STARTTLS", 220, cancellation);
        await Encrypt(cancellation);
        await Hello(cancellation);
    }

    private async Task Encrypt(CancellationToken cancellation)
    {
        var encrypted = new SslStream(stream);
        stream = encrypted;
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = options.Host,
                RemoteCertificateValidationCallback = options.Fingerprint is null ? null : (_, certificate, _, _) =>
                    certificate?.GetCertHashString(HashAlgorithmName.SHA256).Equals(options.Fingerprint, StringComparison.OrdinalIgnoreCase) == true,
            },
            cancellation);
        Use(encrypted);
    }

    private async Task Hello(CancellationToken cancellation) =>
        offers = await Command("EHLO", $"EHLO {OwnName()}", 250, cancellation);

    // A machine's host name seldom means anything to others; its address always does (RFC 5321 §4.1.3).
    private string OwnName() => ((IPEndPoint)tcp.Client.LocalEndPoint!).Address is var address && address.IsIPv4MappedToIPv6
        ? $"[{address.MapToIPv4()}]"
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";

    private async Task LogIn(CancellationToken cancellation)
    {
        var (name, password) = (options.UserName!, options.Password ?? "");
        if (Offers("AUTH", "PLAIN") || !Offers("AUTH", "LOGIN"))
        {
            await Command("AUTH", $"AUTH PLAIN {Base64($"\0{name}\0{password}")}", 235, cancellation);
            return;
        }

        await Command("AUTH", "AUTH LOGIN", 334, cancellation);
        await Command("AUTH", Base64(name), 334, cancellation);
        await Command("AUTH", Base64(password), 235, cancellation);
    }

    private async Task<string> Command(string step, string command, int expected, CancellationToken cancellation)
    {
        await Write(Encoding.UTF8.GetBytes(command + "\r\n"), cancellation);
        var reply = await Reply(cancellation);
        Expect(step, reply, expected);
        return reply;
    }

    // The text of a refusal may quote the address: only the code is told.
    private static void Expect(string step, string reply, int expected)
    {
        var code = reply.Length >= 3 && int.TryParse(reply.AsSpan(0, 3), CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (code != expected && !(expected == 250 && code == 251))
            throw new SmtpRefusedException(step, code);
    }

    /// <summary>A whole reply; its last line has a blank after the code.</summary>
    private async Task<string> Reply(CancellationToken cancellation)
    {
        var reply = new StringBuilder();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            reply.Append(line).Append('\n');
            if (line.Length < 4 || line[3] != '-')
                return reply.ToString();
            if (reply.Length > LongestReply)
                break;
        }

        throw new IOException("The mail server ended the conversation.");
    }

    private async Task Write(byte[] bytes, CancellationToken cancellation)
    {
        await stream.WriteAsync(bytes, cancellation);
        await stream.FlushAsync(cancellation);
    }

    // A new reader on each change of stream: what was said in clear before TLS must not count after it.
    private void Use(Stream next) => (stream, reader) = (next, new StreamReader(next, Encoding.UTF8, leaveOpen: true));

    private bool Offers(string keyword, string? word = null) => offers.Split('\n').Any(line =>
        line.Length > 4 && line[4..].Split(' ', '=') is var words
        && words[0].Trim().Equals(keyword, StringComparison.OrdinalIgnoreCase)
        && (word is null || words.Any(offered => offered.Trim().Equals(word, StringComparison.OrdinalIgnoreCase))));

    /// <summary>A line that is a dot ends the mail, so lines that begin with one get another.</summary>
    private static byte[] Stuffed(ReadOnlySpan<byte> content)
    {
        var bytes = new List<byte>(content.Length + 16);
        var isLineStart = true;
        foreach (var value in content)
        {
            if (isLineStart && value == '.')
                bytes.Add(value);
            bytes.Add(value);
            isLineStart = value == '\n';
        }

        bytes.AddRange(isLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return [.. bytes];
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
