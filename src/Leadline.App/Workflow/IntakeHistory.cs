namespace Leadline.App.Workflow;

/// <summary>How the queue has stood since its page was first looked at: at most the last hour.</summary>
public sealed class IntakeHistory
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly List<IntakeSample> samples = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<IntakeSample> Samples => samples;

    public void Add(IntakeSample sample)
    {
        samples.Add(sample);
        samples.RemoveAll(one => one.On < sample.On - Kept);
    }
}

/// <summary>How the queue stood at a moment.</summary>
/// <param name="On">When, UTC.</param>
/// <param name="Pending">Requests that waited.</param>
/// <param name="PerMinute">Requests that were finished a minute.</param>
public sealed record IntakeSample(DateTime On, long Pending, double PerMinute);
