using Leadline.Bench.Load;

namespace Leadline.Bench.Samples;

/// <summary>The n-th ticket of a desk of 50 teams: most are closed, a few are open, as after some years.</summary>
internal readonly struct SampleTicket(long seed, long index)
{
    public const int Teams = 50;

    public const int Tags = 200;

    private static readonly byte[][] Subjects =
    [
        "router"u8.ToArray(), "invoice"u8.ToArray(), "password"u8.ToArray(), "refund"u8.ToArray(), "installation"u8.ToArray(),
        "delivery"u8.ToArray(), "contract"u8.ToArray(), "outage"u8.ToArray(), "speed"u8.ToArray(), "relocation"u8.ToArray(),
    ];

    private static readonly byte[][] Priorities = ["Low"u8.ToArray(), "Medium"u8.ToArray(), "High"u8.ToArray(), "Urgent"u8.ToArray()];

    private static readonly byte[][] Channels =
        ["Email"u8.ToArray(), "Chat"u8.ToArray(), "Phone"u8.ToArray(), "Portal"u8.ToArray(), "Web"u8.ToArray()];

    private readonly ulong random = SampleLead.Mix((ulong)seed + 77, (ulong)index);

    /// <summary>The members of the object <c>fields</c>.</summary>
    public void WriteFields(RequestBuffer request)
    {
        var subject = Subjects[random % 10];
        request.Append("\"Title\":\"Question about my "u8);
        request.Append(subject);
        request.Append(" number "u8);
        request.Append(index);
        request.Append("\",\"Description\":\"Hello, my "u8);
        request.Append(subject);
        request.Append(" does not work as promised since yesterday. Please look into it and call me back.\",\"Status\":\""u8);
        request.Append(Status);
        request.Append("\",\"Priority\":\""u8);
        request.Append(Priorities[((random >> 16) % 100) switch { < 30 => 0, < 80 => 1, < 95 => 2, _ => 3 }]);
        request.Append("\",\"Channel\":\""u8);
        request.Append(Channels[(random >> 24) % 5]);
        request.Append("\",\"SubType\":\"Team "u8);
        request.Append((long)((random >> 32) % Teams));
        request.Append("\",\"Tags\":\"tag"u8);
        request.Append((long)((random >> 40) % Tags));
        request.Append((byte)'"');
    }

    private ReadOnlySpan<byte> Status => ((random >> 8) % 100) switch
    {
        < 5 => "Open"u8,
        < 8 => "In Progress"u8,
        < 10 => "Waiting on Customer"u8,
        < 20 => "Resolved"u8,
        _ => "Closed"u8,
    };
}
