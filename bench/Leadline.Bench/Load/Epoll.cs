using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Leadline.Bench.Load;

/// <summary>
/// Linux epoll, level-triggered, over sockets known by a small number. One thread waits for all connections with it:
/// the sockets of .NET would wake a second thread for each answer.
/// </summary>
internal sealed partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const int Modify = 3;
    private const uint Readable = 1;
    private const uint Writable = 4;
    private const int Interrupted = 4;

    // struct epoll_event is packed on x86-64 and naturally aligned everywhere else; the token is its last 8 bytes.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] events;
    private readonly int capacity;
    private readonly int descriptor;

    public Epoll(int capacity)
    {
        this.capacity = capacity;
        events = new byte[capacity * EventSize];
        descriptor = Create(0);
        if (descriptor < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Watch(Socket socket, int token) => Control(Add, socket, token, Readable);

    /// <summary>Whether to wake for room in the send buffer as well as for bytes to read.</summary>
    public void WatchSending(Socket socket, int token, bool sending) =>
        Control(Modify, socket, token, sending ? Readable | Writable : Readable);

    /// <summary>Waits for at most so long; returns how many sockets are ready.</summary>
    public int Wait(int milliseconds)
    {
        var ready = Wait(descriptor, ref events[0], capacity, milliseconds);
        if (ready >= 0) return ready;
        var error = Marshal.GetLastPInvokeError();
        return error == Interrupted ? 0 : throw new Win32Exception(error);
    }

    public int Token(int position) =>
        (int)MemoryMarshal.Read<long>(events.AsSpan(((position + 1) * EventSize) - sizeof(long)));

    public void Dispose() => _ = Close(descriptor);

    private void Control(int operation, Socket socket, int token, uint interest)
    {
        Span<byte> request = stackalloc byte[EventSize];
        MemoryMarshal.Write(request, interest);
        MemoryMarshal.Write(request[^sizeof(long)..], (long)token);
        if (Control(descriptor, operation, (int)socket.Handle, ref request[0]) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int socket, ref byte request);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, ref byte events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
