namespace Leadline.Bench.Samples;

/// <summary>
/// Which leads the server has, and which come next. Known are those below <c>existing</c> and, once handed out, those
/// from <c>from</c> on.
/// </summary>
internal sealed class LeadPool
{
    private const int RepeatEvery = 10;

    private readonly long seed;
    private readonly long existing;
    private readonly long from;
    private long drawn;
    private ulong picked;

    public LeadPool(long seed, long existing, long from)
    {
        (this.seed, this.existing, this.from) = (seed, existing, from);
        (Next, drawn) = (from, from);
    }

    public long Seed => seed;

    /// <summary>The index of the next new lead.</summary>
    public long Next { get; private set; }

    public long Known => existing + Next - from;

    /// <summary>Others have handed out the leads up to this one.</summary>
    public void SkipTo(long next) => Next = Math.Max(Next, next);

    public SampleLead TakeNew() => new(seed, Next++);

    /// <summary>A new lead nine times of ten, otherwise one sent before with later news of the same person.</summary>
    public SampleLead TakeNewOrRepeat() => TakeNewOrRepeat(out _);

    public SampleLead TakeNewOrRepeat(out long index)
    {
        var chance = SampleLead.Mix((ulong)seed, (ulong)drawn++);
        if (chance % RepeatEvery != 0 || Known == 0)
        {
            index = Next;
            return TakeNew();
        }

        index = KnownIndex(chance / RepeatEvery);
        return new SampleLead(seed, index, drawn);
    }

    /// <summary>Any known lead, each as likely; there must be one.</summary>
    public SampleLead PickKnown() =>
        new(seed, KnownIndex(SampleLead.Mix((ulong)seed + 1, picked)), (long)picked++);

    private long KnownIndex(ulong random)
    {
        var place = (long)(random % (ulong)Known);
        return place < existing ? place : from + place - existing;
    }
}
