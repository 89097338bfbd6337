using Leadline.Platform;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class IdsTests
{
    [Fact]
    public void Ids_of_many_threads_all_differ_in_either_half()
    {
        var ids = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .SelectMany(_ => Enumerable.Range(0, 10_000).Select(_ => Ids.New())).ToList();

        Assert.Equal(ids.Count, ids.Select(id => id.ToString()[..18]).Distinct().Count());
        Assert.Equal(ids.Count, ids.Select(id => id.ToString()[19..]).Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, '7'), (id.Version, id.ToString()[14])));
    }

    [Fact]
    public void Ids_of_one_thread_count_up()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => Ids.New().ToString()).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }
}
