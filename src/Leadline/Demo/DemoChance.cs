namespace Leadline.Demo;

/// <summary>Picks at random, and the same each time.</summary>
internal sealed class DemoChance
{
    private const int Seed = 2026;

    // Nothing secret is made of it.
#pragma warning disable CA5394
    private readonly Random random = new(Seed);

    /// <summary>A number from 0 to below the limit.</summary>
    public int Below(int limit) => random.Next(limit);
#pragma warning restore CA5394

    public T One<T>(IReadOnlyList<T> of) => of[Below(of.Count)];
}
