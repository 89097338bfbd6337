using System.Net.Sockets;
using System.Text;
using Leadline.Bench.Load;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench;

/// <summary>
/// Finds out through the front door how many sample leads the server has. Runs store them in the order of their index,
/// so the end of them is found by halving.
/// </summary>
internal sealed class LeadCount(Target target, long seed)
{
    private const int TimeoutMilliseconds = 10_000;

    private readonly RequestBuffer request = new();
    private readonly ResponseReader response = new();

    public long Ask()
    {
        using var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = TimeoutMilliseconds,
        };
        socket.Connect(target.EndPoint);

        var beyond = 1L;
        while (IsThere(socket, beyond - 1) && beyond < 1_000_000_000) beyond *= 2;
        var least = beyond / 2;
        while (least < beyond - 1)
        {
            var middle = (least + beyond) / 2;
            if (IsThere(socket, middle - 1)) least = middle;
            else beyond = middle;
        }

        return least;
    }

    private bool IsThere(Socket socket, long index)
    {
        request.Clear();
        ByEmailScenario.Write(target, new SampleLead(seed, index), request);
        socket.Send(request.Written);
        response.Clear();
        int received;
        do
        {
            received = socket.Receive(response.Free);
            if (received == 0) throw new InvalidDataException("The server closed the connection without an answer.");
        }
        while (!response.Take(received));

        return response.Status == 200
            ? response.Body.Length > 4
            : throw new InvalidDataException(
                $"The server answered {response.Status} to a look-up: {Encoding.UTF8.GetString(response.Body)}");
    }
}
