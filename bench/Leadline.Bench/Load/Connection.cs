using System.Net;
using System.Net.Sockets;

namespace Leadline.Bench.Load;

internal enum Progress
{
    Waiting,
    Answered,
    Closed,
}

/// <summary>One keep-alive connection with at most one request under way. Never blocks.</summary>
internal sealed class Connection(IPEndPoint server, Epoll epoll, int number) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    private Socket? socket;
    private int sent;

    public RequestBuffer Request { get; } = new();

    public ResponseReader Response { get; } = new();

    public bool IsOpen => socket is not null;

    /// <summary>A request was begun whose answer is not yet here; it outlives a lost connection.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>The next request may be sent on this connection.</summary>
    public bool IsReusable => IsOpen && !Response.Closes && sent == Request.Written.Length;

    /// <summary>When the request under way was begun, in stopwatch ticks.</summary>
    public long Begun { get; private set; }

    public bool TryOpen()
    {
        var opening = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            Blocking = false,
        };
        try
        {
            Connect(opening);
            epoll.Watch(opening, number);
            socket = opening;
            return true;
        }
        catch (SocketException)
        {
            opening.Dispose();
            return false;
        }
    }

    public void Begin(long now)
    {
        IsBusy = true;
        Begun = now;
    }

    /// <summary>
    /// Sends the request from its first byte; a connection that fails here shows so in <see cref="Advance"/>.
    /// </summary>
    public void Send()
    {
        sent = 0;
        Response.Clear();
        if (!SendRest()) epoll.WatchSending(socket!, number, sending: true);
    }

    /// <summary>Takes what the socket is ready for.</summary>
    public Progress Advance()
    {
        if (IsBusy && sent < Request.Written.Length && SendRest()) epoll.WatchSending(socket!, number, sending: false);
        var received = socket!.Receive(Response.Free, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return Progress.Waiting;
        // Bytes that nobody asked for can only be the server's farewell, such as a 408.
        if (error != SocketError.Success || received == 0 || !IsBusy) return Progress.Closed;
        if (!Response.Take(received)) return Progress.Waiting;
        IsBusy = false;
        return Progress.Answered;
    }

    public void Close()
    {
        socket?.Dispose();
        socket = null;
    }

    public void Dispose() => Close();

    private void Connect(Socket opening)
    {
        try
        {
            opening.Connect(server);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!opening.Poll(ConnectLimit, SelectMode.SelectWrite))
                throw new SocketException((int)SocketError.TimedOut);
            if (opening.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int and not 0)
                throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    private bool SendRest()
    {
        sent += socket!.Send(Request.Written[sent..], SocketFlags.None, out var error);
        return sent == Request.Written.Length || error is not (SocketError.Success or SocketError.WouldBlock);
    }
}
