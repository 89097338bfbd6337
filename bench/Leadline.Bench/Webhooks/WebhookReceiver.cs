using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Leadline.Bench.Webhooks;

/// <summary>
/// Answers 200 to whatever is posted, as lightly as it can, and counts. A thread a connection: the server opens at most
/// 32.
/// </summary>
internal sealed class WebhookReceiver : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private long received;

    public WebhookReceiver()
    {
        listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Url => $"http://{listener.LocalEndpoint}/hook";

    public long Received => Interlocked.Read(ref received);

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = listener.AcceptSocket();
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The listener was closed.
        }
    }

    private void Serve(Socket socket)
    {
        var (bytes, filled) = (new byte[1 << 20], 0);
        using (socket)
        {
            socket.NoDelay = true;
            while (true)
            {
                var end = bytes.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                var whole = end < 0 ? int.MaxValue : end + 4 + LengthIn(bytes.AsSpan(0, end));
                if (filled >= whole)
                {
                    socket.Send(Answer);
                    Interlocked.Increment(ref received);
                    bytes.AsSpan(whole, filled - whole).CopyTo(bytes);
                    filled -= whole;
                    continue;
                }

                var read = socket.Receive(bytes, filled, bytes.Length - filled, SocketFlags.None, out var error);
                if (read == 0 || error != SocketError.Success) return;
                filled += read;
            }
        }
    }

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return 0;
        var rest = head[(at + "Content-Length: ".Length)..];
        var end = rest.IndexOf((byte)'\r');
        return int.Parse(Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]));
    }
}
