using Leadline.Storage.Batching;
using Xunit;

namespace Leadline.Tests.Storage;

public sealed class LaneTests
{
    /// <summary>
    /// Work that leaves its lane's thread blocks threads of the pool, which then lacks them for PostgreSQL's answers: under
    /// load everything stood still for most of a second. What returns nothing cannot await.
    /// </summary>
    [Fact]
    public void A_lanes_work_cannot_await()
    {
        var types = typeof(Lanes<>).Assembly.GetTypes();
        var delegates = types.Where(type => type.IsSubclassOf(typeof(Delegate)) && type.Namespace == typeof(Lanes<>).Namespace).ToList();

        Assert.Contains(delegates, type => type.Name.StartsWith("LaneWork", StringComparison.Ordinal));
        Assert.Contains(delegates, type => type.Name.StartsWith("LaneQuery", StringComparison.Ordinal));
        Assert.All(delegates, type => Assert.Equal(typeof(void), type.GetMethod("Invoke")!.ReturnType));
        Assert.Empty(
            from type in (Type[])[typeof(WriteUnit), typeof(Claim)]
            from method in type.GetMethods()
            where typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal)
            select $"{type.Name}.{method.Name}");
    }
}
