using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Leadline.Bench.Campaigns;

/// <summary>A mail server that takes everything and keeps nothing but how often each Message-ID came, and to whom.</summary>
internal sealed class MailSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, (string To, int Times)> taken = new();
    private long count;

    public MailSink()
    {
        listener.Start(backlog: 100);
        _ = Task.Run(Accept);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Mails that came, repetitions among them.</summary>
    public long Count => Interlocked.Read(ref count);

    public IReadOnlyDictionary<string, (string To, int Times)> Taken => taken;

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = Task.Run(() => Serve(client));
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            client.NoDelay = true;
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 sink");
            var to = "";
            while (await reader.ReadLineAsync() is { } line)
            {
                var word = line.Length < 4 ? line : line[..4].ToUpperInvariant();
                if (word == "RCPT")
                    to = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                if (word == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    await Take(reader, to);
                }

                await writer.WriteLineAsync(word == "QUIT" ? "221 bye" : "250 OK");
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server was killed in the middle of a mail, which then is none.
        }
    }

    private async Task Take(StreamReader reader, string to)
    {
        var id = "";
        while (true)
        {
            var line = await reader.ReadLineAsync() ?? throw new EndOfStreamException();
            if (line == ".") break;
            if (id.Length == 0 && line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase))
                id = line["Message-ID:".Length..].Trim();
        }

        taken.AddOrUpdate(id, (to, 1), (_, before) => (to, before.Times + 1));
        Interlocked.Increment(ref count);
    }
}
