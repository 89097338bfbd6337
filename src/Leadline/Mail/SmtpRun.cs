using System.Net.Sockets;
using System.Security.Authentication;

namespace Leadline.Mail;

/// <summary>
/// A batch of mails on its way to the server, over one line that is opened with the first. When the line breaks, the rest of
/// the batch is not tried: a server that is away would be waited for once a mail.
/// </summary>
internal sealed class SmtpRun(MailOptions? server, TimeSpan patience) : IAsyncDisposable
{
    private SmtpLine? line;

    /// <summary>Why no further mail can be handed over; null while one can.</summary>
    public string? Broken { get; private set; }

    /// <summary>Hands a mail over; null once the server has it, else why not.</summary>
    public async Task<(string Reason, bool IsPermanent)?> Send(
        string from, string to, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            line ??= await SmtpLine.Open(server!, limit.Token);
            await line.Send(from, to, content, limit.Token);
            return null;
        }
        catch (SmtpRefusedException refused)
        {
            if (line is null)
                Broken = refused.Message;
            return (refused.Message, refused.IsPermanent);
        }
        catch (Exception exception) when (
            exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            Broken = exception is AuthenticationException ? "TLS" : "connection";
            return (Broken, false);
        }
    }

    public async Task Quit(CancellationToken cancellation)
    {
        if (line is not null && Broken is null)
            await line.Quit(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (line is not null)
            await line.DisposeAsync();
    }
}
