using System.Text.RegularExpressions;

namespace Leadline.Bench.Fuzz;

/// <summary>Ids that answers told, so that later requests are about records that are there.</summary>
internal sealed partial class FuzzIds
{
    private readonly string?[] known = new string?[512];
    private int next;

    public void Learn(string answer)
    {
        foreach (var id in Id().EnumerateMatches(answer))
            known[(uint)Interlocked.Increment(ref next) % known.Length] = answer.Substring(id.Index, id.Length);
    }

    public string? Any(Random random) => known[random.Next(known.Length)];

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=\"(?:number|key)\":\"?)#?[0-9]+")]
    private static partial Regex Id();
}
