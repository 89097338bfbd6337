namespace Leadline.Platform;

/// <summary>PostgreSQL keeps whole microseconds: a time that is written must compare equal to what is read.</summary>
internal static class Microseconds
{
    public static DateTime Now(this TimeProvider clock) => Whole(clock.GetUtcNow().UtcDateTime);

    public static DateTime Whole(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
