namespace Leadline.Users;

/// <summary>That a user came to work, or left.</summary>
internal sealed record CheckIn
{
    public required Guid UserId { get; init; }

    public Guid Id { get; init; }

    public bool IsIn { get; init; }

    public DateTime OccurredOn { get; init; }

    /// <summary>What it was said with, e.g. MobileApp.</summary>
    public string Source { get; init; } = "";

    public string? Location { get; init; }

    /// <summary>Degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees.</summary>
    public double? Longitude { get; init; }

    public string Availability { get; init; } = Availabilities.Online;

    /// <summary>Whatever the sender adds, as JSON.</summary>
    public string? Details { get; init; }

    /// <summary>The network address that it came from.</summary>
    public string? Address { get; init; }
}
