using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Intake;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Xunit;

namespace Leadline.Tests.Leads.Merging;

/// <summary>
/// Merges beside captures of both leads: whatever a caller was told is done is on the parent, once. LEADLINE_MERGE_PAIRS
/// asks for more pairs than the suite has time for.
/// </summary>
public sealed class MergeRaceTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Management = "/v2/LeadManagement.svc/";

    private static readonly int Pairs =
        int.TryParse(Environment.GetEnvironmentVariable("LEADLINE_MERGE_PAIRS"), out var asked) ? asked : 60;

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Nothing_that_races_a_merge_is_lost_or_doubled()
    {
        var list = (await server.Post("/leadline/v1/lists", """{"name":"raced","kind":"static"}""").Ok()).Text("id")!;
        var made = new List<Pair>();
        for (var number = 0; number < Pairs; number++)
            made.Add(new Pair(number, await NewLead($"parent{number}@race.example.com"), await NewLead($"child{number}@race.example.com")));
        await server.Post(
            $"/leadline/v1/lists/{list}/members",
            JsonSerializer.Serialize(new { leadIds = made.Where(pair => pair.Number % 3 != 0).Select(pair => pair.Parent) })).Ok();
        await server.Post(
            $"/leadline/v1/lists/{list}/members",
            JsonSerializer.Serialize(new { leadIds = made.Where(pair => pair.Number % 3 != 1).Select(pair => pair.Child) })).Ok();

        foreach (var some in made.Chunk(10))
            await Logged(Task.WhenAll(some.Select(pair => Race(pair, list))));
        var calls = new AsyncCalls(server);
        foreach (var request in made.SelectMany(pair => pair.Requests))
            Assert.Equal("Success", (await calls.Final(request)).Text("Status"));

        foreach (var pair in made)
        {
            Assert.Equal(0, await Count("lead", pair.Child));
            foreach (var email in new[] { $"parent{pair.Number}", $"child{pair.Number}" })
                Assert.Equal(pair.Parent, await rows.Find($"{email}@race.example.com"));
            Assert.Equal(0, await Count("activity", pair.Child));
            Assert.Equal(pair.Posted.Order(), (await Notes(pair.Parent)).Order());
            Assert.Equal(pair.Tickets.Order(), (await Tickets(pair.Parent)).Order());
            Assert.Equal((1, 0), (await Count("lead_list_member", pair.Parent), await Count("lead_list_member", pair.Child)));
            Assert.Equal(1, await rows.One<long>("SELECT count(*) FROM activity WHERE lead_id = @Parent AND event_code = 3003", pair));
        }

        Assert.Equal(2L * Pairs, await rows.One<long>("SELECT count(*) FROM lead_identity WHERE value LIKE '%@race.example.com'", new { }));
        Assert.Equal(Pairs, await rows.One<long>("SELECT count(*) FROM lead WHERE \"values\" ->> 'EmailAddress' LIKE '%@race.example.com'", new { }));
        Assert.Equal(Pairs, (await server.Get($"/leadline/v1/lists/{list}").Ok()).GetProperty("memberCount").GetInt64());
    }

    [Fact]
    public async Task Merges_that_race_each_other_leave_one_lead_or_are_refused()
    {
        for (var round = 0; round < 10; round++)
        {
            Guid[] leads = [await NewLead($"a{round}@cycle.example.com"), await NewLead($"b{round}@cycle.example.com"), await NewLead($"c{round}@cycle.example.com")];
            var answers = await Task.WhenAll(
                Merge(leads[0], leads[1]), Merge(leads[1], leads[2]), Merge(leads[2], leads[0]), Merge(leads[1], leads[0]));

            var done = answers.Count(answer => answer.Status == HttpStatusCode.OK);
            Assert.InRange(done, 1, 2);
            var left = await rows.One<long>("SELECT count(*) FROM lead WHERE lead_id = ANY(@leads)", new { leads });
            Assert.Equal(3 - done, left);
            foreach (var name in "abc")
                Assert.Equal(
                    1,
                    await rows.One<long>(
                        "SELECT count(*) FROM lead l JOIN lead_identity i USING (account_id, lead_id) WHERE i.value = @value",
                        new { value = $"{name}{round}@cycle.example.com" }));
        }
    }

    private async Task Race(Pair pair, string list)
    {
        var calls = new AsyncCalls(server);
        List<Task> racing = [];
        for (var round = 0; round < 3; round++)
            foreach (var (lead, email) in new[] { (pair.Parent, $"parent{pair.Number}@race.example.com"), (pair.Child, $"child{pair.Number}@race.example.com") })
            {
                racing.Add(Posted(pair, note => server.Post(
                    $"{ActivityCalls.Service}CreateCustom",
                    $$$"""
                    {"LeadDetails":[{"Attribute":"EmailAddress","Value":"{{{email}}}"},{"Attribute":"SearchBy","Value":"EmailAddress"}],
                     "Activity":{"ActivityEvent":105,"ActivityNote":"{{{note}}}"}}
                    """)));
                racing.Add(Posted(pair, note => server.Post(
                    $"{ActivityCalls.Service}Create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":105,"ActivityNote":"{{note}}"}""")));
                racing.Add(Captured(email));
                if (round == 0)
                    racing.Add(Ticketed(pair, email));
            }

        racing.Add(Submitted(pair, calls));
        racing.Add(Merge(pair.Parent, pair.Child).Ok());
        racing.Add(server.Post($"/leadline/v1/lists/{list}/members", JsonSerializer.Serialize(new { leadIds = new[] { pair.Parent } })).Ok());
        await Task.WhenAll(racing);
    }

    /// <summary>A 500 says nothing to its caller: what the server logged does.</summary>
    private async Task Logged(Task racing)
    {
        try
        {
            await racing;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                string.Join('\n', server.Log.Where(line => line.StartsWith("Error", StringComparison.Ordinal))), exception);
        }
    }

    private static async Task Posted(Pair pair, Func<string, Task<Answer>> post)
    {
        var note = Guid.NewGuid().ToString();
        await post(note).Ok();
        lock (pair)
            pair.Posted.Add(note);
    }

    private async Task Captured(string email) =>
        await server.Post($"{Management}Lead.Capture", $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"},{"Attribute":"mx_City","Value":"{{Guid.NewGuid()}}"}]""").Ok();

    private async Task Ticketed(Pair pair, string email)
    {
        var number = await server.NewTicket(email, "It is down");
        lock (pair)
            pair.Tickets.Add(number);
    }

    private static async Task Submitted(Pair pair, AsyncCalls calls)
    {
        var note = Guid.NewGuid().ToString();
        var request = await calls.Submit(
            "/activity/create", $$"""{"RelatedProspectId":"{{pair.Child}}","ActivityEvent":105,"ActivityNote":"{{note}}","Fields":[]}""");
        lock (pair)
        {
            pair.Posted.Add(note);
            pair.Requests.Add(request);
        }
    }

    private Task<Answer> Merge(Guid parent, Guid child) => server.Post($"{Management}Lead.Merge?masterId={parent}&childId={child}", "");

    private async Task<Guid> NewLead(string email) => Guid.Parse(await server.NewLead(email));

    private Task<long> Count(string table, Guid lead) => rows.One<long>($"SELECT count(*) FROM {table} WHERE lead_id = @lead", new { lead });

    private async Task<string[]> Notes(Guid lead) => await rows.One<string[]>(
        "SELECT coalesce(array_agg(note), '{}') FROM activity WHERE lead_id = @lead AND event_code = 105", new { lead });

    private async Task<long[]> Tickets(Guid lead) => await rows.One<long[]>(
        "SELECT coalesce(array_agg(number), '{}') FROM ticket WHERE lead_id = @lead", new { lead });

    private sealed record Pair(int Number, Guid Parent, Guid Child)
    {
        public List<string> Posted { get; } = [];

        public List<long> Tickets { get; } = [];

        public List<Guid> Requests { get; } = [];
    }
}
