using Leadline.App.Leads;
using Leadline.App.Parts;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>The next lead is the next of the list that one came from, also where that has yet to be read.</summary>
public sealed class LeadTrailTests
{
    [Fact]
    public async Task The_list_is_read_on_as_one_steps()
    {
        var reads = 0;
        var rows = new RowList<LeadRow>((after, _) =>
        {
            reads++;
            var first = after is null ? 0 : int.Parse(after);
            return Task.FromResult(new RowPage<LeadRow>(
                [Lead(first), Lead(first + 1)], first < 2 ? $"{first + 2}" : null, 4));
        });
        await rows.Reload(TestContext.Current.CancellationToken);
        var trail = new LeadTrail();
        trail.Begin(rows);

        Assert.Equal((0, 4), (trail.PlaceOf("0"), trail.Count));
        Assert.Null(await trail.From("0", -1));
        Assert.Equal("1", await trail.From("0", 1));
        Assert.Equal(1, reads);
        Assert.Equal("2", await trail.From("1", 1));
        Assert.Equal("3", await trail.From("2", 1));
        Assert.Null(await trail.From("3", 1));
        Assert.Null(await trail.From("unknown", 1));
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task Without_a_list_there_is_no_next_one()
    {
        var trail = new LeadTrail();

        Assert.Equal(-1, trail.PlaceOf("0"));
        Assert.Null(await trail.From("0", 1));
    }

    private static LeadRow Lead(int number) => new(new Dictionary<string, string?> { ["ProspectID"] = $"{number}" });
}
