namespace Leadline.Intake;

/// <summary>Counts events by quarters of a second.</summary>
internal sealed class RecentRate
{
    private const int QuarterMilliseconds = 250;

    private readonly Lock gate = new();
    private long quarter;
    private int counted;
    private int before;

    public void Count(int events)
    {
        lock (gate)
        {
            Turn();
            counted += events;
        }
    }

    /// <summary>True when the last whole quarter had more than its share of so many a second.</summary>
    public bool IsOver(int perSecond)
    {
        lock (gate)
        {
            Turn();
            return before > perSecond / (1_000 / QuarterMilliseconds);
        }
    }

    private void Turn()
    {
        var now = Environment.TickCount64 / QuarterMilliseconds;
        if (now == quarter)
            return;
        before = now == quarter + 1 ? counted : 0;
        (quarter, counted) = (now, 0);
    }
}
