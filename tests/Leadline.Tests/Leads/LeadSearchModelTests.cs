using System.Globalization;
using System.Text.Json;
using Dapper;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Index;
using Leadline.Leads.Search;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>
/// Leads come, change and go at random while the index is made of small segments and these are merged: whatever is
/// asked, the answer is that of plain SQL over all leads.
/// </summary>
public sealed class LeadSearchModelTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Service = "/v2/LeadManagement.svc";

    private static readonly string[] First = ["Asha", "Ashok", "Ravi", "Élodie", "Ann", "Anna", "Joanna", "Łukasz"];
    private static readonly string[] Last = ["Rao", "Raoul", "O'Brien", "Singh-Rao", "Ng", "Kumar"];
    private static readonly string[] Cities = ["Pune", "Delhi", "pune", "Agra", ""];

    private readonly List<string> ids = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answers_are_those_of_plain_sql(int seed)
    {
        var random = new Random(seed);
        var index = new SearchIndex(server, blockSize: 64);
        await index.Advance();
        for (var round = 0; round < 24; round++)
        {
            await Change(random);
            if (round % 2 == 0)
                await index.Advance();
            for (var question = 0; question < 8; question++)
            {
                await CheckQuick(index, random);
                await CheckFilter(index, random);
            }
        }

        Assert.True(
            await index.Number("SELECT max(entries) FROM lead_segment WHERE is_live") > 3 * 64, "No segments were merged.");
    }

    private async Task Change(Random random)
    {
        var made = await server.Post(
            $"{Service}/Lead/Bulk/Create",
            JsonSerializer.Serialize(Enumerable.Range(0, 50).Select(_ => Values(random))));
        ids.AddRange(made.Json.EnumerateArray()
            .Select(row => row.GetProperty("LeadId").GetString()).OfType<string>());
        for (var i = 0; i < 6; i++)
            await server.Post(
                $"{Service}/Lead.Update?leadId={ids[random.Next(ids.Count)]}",
                JsonSerializer.Serialize(Values(random).Where(value => value.Attribute != "Phone").Take(3)));
        for (var i = 0; i < 2; i++)
        {
            var doomed = random.Next(ids.Count);
            await server.Get($"{Service}/Lead/Delete/ById?leadId={ids[doomed]}");
            ids.RemoveAt(doomed);
        }
    }

    private static List<(string Attribute, string Value)> Fields(Random random) =>
    [
        ("FirstName", One(random, First)),
        ("mx_City", One(random, Cities)),
        ("LastName", One(random, Last)),
        ("EmailAddress", $"{One(random, Last).Replace("'", "", StringComparison.Ordinal)}{random.Next()}@example.com"),
        ("Phone", string.Create(CultureInfo.InvariantCulture, $"+91-9{random.Next(100_000_000, 999_999_999)}")),
        ("Score", random.Next(5).ToString(CultureInfo.InvariantCulture)),
    ];

    private static List<Property> Values(Random random) =>
        [.. Fields(random).Select(field => new Property(field.Attribute, field.Value))];

    private async Task CheckQuick(SearchIndex index, Random random)
    {
        var text = random.Next(6) switch
        {
            0 => One(random, First),
            1 => $"{One(random, First)} {One(random, Last)}",
            2 => One(random, Last)[1..],
            3 => One(random, Last)[..Math.Min(2, random.Next(1, 3))],
            4 => random.Next(100, 99_999).ToString(CultureInfo.InvariantCulture),
            _ => $"{One(random, Last)}{random.Next(99)}".ToUpperInvariant(),
        };
        var key = QuickKey.For(text)!;
        var columns = await index.Columns();
        var expected = (await All(index))
            .Select(lead => (Lead: lead, Match: key.Match(SearchText.Of(columns, lead))))
            .Where(one => one.Match is not null)
            .OrderBy(one => one.Match)
            .ThenByDescending(one => one.Lead.ModifiedOn)
            .ThenByDescending(one => one.Lead.Id)
            .Take(LeadSearch.MostFound).Select(one => one.Lead.Id).ToList();

        var found = await index.Search.Quick(await index.Caller(), text, TestContext.Current.CancellationToken);

        Assert.True(
            expected.SequenceEqual(found.Select(lead => lead.Id)),
            $"'{text}': {expected.Count} expected, {found.Count} found");
        if (key.Digits is null && text.Length >= LeadTokens.PartLength)
            Assert.Equal(await Holding(text), found.Count);
    }

    /// <summary>How many leads hold a text, by plain SQL.</summary>
    private async Task<int> Holding(string text)
    {
        await using var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
        return await connection.ExecuteScalarAsync<int>(
            """
            SELECT least(count(*), 100)::integer FROM lead
            WHERE strpos(lower(concat_ws(' ', "values"->>'FirstName', "values"->>'LastName', "values"->>'EmailAddress',
                "values"->>'Company')), lower(@text)) > 0
            """,
            new { text });
    }

    private async Task CheckFilter(SearchIndex index, Random random)
    {
        var caller = await index.Caller();
        var filter = Filter(random, depth: 1);
        var page = new LeadPage(
            One(random, ["CreatedOn", "ModifiedOn", "Score", "mx_City", "LeadLastModifiedOn"]),
            random.Next(2) == 0, random.Next(3) == 0 ? random.Next(60) : 0, random.Next(1, 40));
        var columns = await index.Columns();
        var query = new LeadQuery
        {
            AccountId = index.Account,
            Order = new LeadOrder(columns.Find(page.SortBy!)!, page.Descending),
            Offset = page.Offset,
            Limit = page.Limit,
            Condition = LeadCondition.Of(caller.Account, columns, filter).Value,
        };
        var cancellation = TestContext.Current.CancellationToken;

        for (var pages = 0; pages < 3; pages++)
        {
            var expected = await index.Store.InOrder(query, first: null, cancellation);
            var found = (await index.Search.Find(caller, filter, page, cancellation)).Value;
            Assert.True(
                expected.Leads.Select(lead => lead.Id).SequenceEqual(found.Leads.Select(lead => lead.Id)),
                $"{query.Condition.Sql} {page}: {expected.Leads.Count} expected, {found.Leads.Count} found");
            if (found.Last is null)
                break;
            page = page with { After = found.Last, Offset = 0 };
            query = query with { After = expected.Last, Offset = 0 };
        }

        Assert.Equal(
            await index.Store.Count(query with { After = null }, int.MaxValue, cancellation),
            (await index.Search.Count(caller, filter, cancellation)).Value);
    }

    private static RecordFilter Filter(Random random, int depth) => random.Next(depth > 2 ? 5 : 8) switch
    {
        0 => new RecordFilter.OfField("mx_City", "=", One(random, Cities)),
        1 => new RecordFilter.OfField("Score", One(random, ["=", ">", "<>"]), random.Next(5).ToString(CultureInfo.InvariantCulture)),
        2 => new RecordFilter.OfField("FirstName", "LIKE", One(random, First)[1..]),
        3 => new RecordFilter.OfField("LastName", "IN", $"{One(random, Last)},{One(random, Last)}"),
        4 => new RecordFilter.OfField("FirstName", "=", One(random, First)),
        _ => new RecordFilter.OfSeveral(
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Filter(random, depth + 1))], random.Next(2) == 0),
    };

    private async Task<List<StoredLead>> All(SearchIndex index)
    {
        await using var connection = await server.Database.Open(index.Account, TestContext.Current.CancellationToken);
        return await IndexReadStore.Leads(
            connection, index.Account, new IndexProgress { FillUntil = DateTime.MaxValue }, int.MaxValue);
    }

    private static T One<T>(Random random, T[] all) => all[random.Next(all.Length)];

    private sealed record Property(string Attribute, string Value);
}
