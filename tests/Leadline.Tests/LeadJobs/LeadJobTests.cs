using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.LeadJobs;

/// <summary>Many leads are changed in the background, and given back what they had: <c>lead-jobs</c>.</summary>
public sealed class LeadJobTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly OwnApi own = new(server);
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task All_that_match_are_changed_and_given_back_unless_changed_since()
    {
        var leads = await Leads("owned", 450, ("mx_City", "Owned"));
        var (second, before) = (await rows.NewUser(), (await own.Get($"leads/{leads[0]}"))["OwnerId"]);
        await own.Patch($"leads/{leads[1]}", $$$"""{"values":{"OwnerId":"{{{second}}}"}}""");

        var job = await Done(await own.Post(
            "lead-jobs", $$$"""{"action":"setOwner","ownerId":"{{{second}}}","filter":{"field":"mx_City","value":"Owned"}}"""));

        Assert.Equal(("finished", 450, 449, 1, 0), Counts(job));
        Assert.Equal(second, (await own.Get($"leads/{leads[449]}"))["OwnerId"]);
        await own.Patch($"leads/{leads[2]}", $$$"""{"values":{"OwnerId":"{{{before}}}"}}""");
        var third = await rows.NewUser();
        await own.Patch($"leads/{leads[3]}", $$$"""{"values":{"OwnerId":"{{{third}}}"}}""");

        var undo = await Done(await own.Post($"lead-jobs/{job["id"]}/undo", ""));

        Assert.Equal(("finished", 449, 447, 0, 0), Counts(undo));
        Assert.Equal(2, Number(undo, "changedMeanwhile"));
        Assert.Equal(job["id"], undo["undoes"]);
        Assert.Equal((before, second, third), (
            (await own.Get($"leads/{leads[449]}"))["OwnerId"], (await own.Get($"leads/{leads[1]}"))["OwnerId"], (await own.Get($"leads/{leads[3]}"))["OwnerId"]));
        var kept = (await own.Get($"lead-jobs/{undo["id"]}/rows?outcome=changedMeanwhile")).Json.GetProperty("rows");
        Assert.Equal(new[] { leads[2], leads[3] }.Order(), kept.EnumerateArray().Select(row => row.GetProperty("leadId").GetGuid()).Order());
        Assert.Equal(HttpStatusCode.Conflict, (await own.Post($"lead-jobs/{job["id"]}/undo", "")).Status);
    }

    [Fact]
    public async Task What_is_refused_says_why()
    {
        var leads = await Leads("refused", 2);
        var gone = Guid.NewGuid();

        var job = await Done(await own.Post(
            "lead-jobs", $$$"""{"action":"setFields","values":{"EmailAddress":"refused0@jobs.example"},"leadIds":["{{{leads[0]}}}","{{{leads[1]}}}","{{{gone}}}"]}"""));

        Assert.Equal(("finished", 3, 0, 1, 2), Counts(job));
        var refused = (await own.Get($"lead-jobs/{job["id"]}/rows")).Json.GetProperty("rows").EnumerateArray()
            .ToDictionary(row => row.GetProperty("leadId").GetGuid(), row => row.GetProperty("reason").GetString());
        Assert.Equal(("There is no such lead.", true), (refused[gone], refused[leads[1]]!.Contains("already exists", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Leads_go_into_a_list_and_out_of_it()
    {
        var leads = await Leads("listed", 3);
        var list = (await own.Post("lists", """{"name":"Of jobs","kind":"static"}"""))["id"];
        await own.Post($"lists/{list}/members", $$"""{"leadIds":["{{leads[0]}}"]}""");
        var ids = string.Join(',', leads.Select(id => $"\"{id}\""));

        var job = await Done(await own.Post("lead-jobs", $$"""{"action":"addToList","listId":"{{list}}","leadIds":[{{ids}}]}"""));

        Assert.Equal(("finished", 3, 2, 1, 0), Counts(job));
        Assert.Equal("3", (await own.Get($"lists/{list}/count"))["count"]);
        await Done(await own.Post($"lead-jobs/{job["id"]}/undo", ""));
        Assert.Equal("1", (await own.Get($"lists/{list}/count"))["count"]);
    }

    [Fact]
    public async Task Leads_are_deleted_for_good()
    {
        var leads = await Leads("doomed", 3, ("mx_City", "Doomed"));

        var job = await Done(await own.Post("lead-jobs", """{"action":"delete","filter":{"field":"mx_City","value":"Doomed"}}"""));

        Assert.Equal(("finished", 3, 3, 0, 0), Counts(job));
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"leads/{leads[0]}")).Status);
        Assert.Null(job["undoUntil"]);
        Assert.Equal(HttpStatusCode.Conflict, (await own.Post($"lead-jobs/{job["id"]}/undo", "")).Status);
    }

    [Fact]
    public async Task What_a_dead_node_left_goes_on_and_a_cancelled_job_does_not()
    {
        var leads = await Leads("left", 2);
        var (left, cancelled) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (job, lead, lease) in new[] { (left, leads[0], "-1 minute"), (cancelled, leads[1], "1 hour") })
            await rows.Execute(
                """
                INSERT INTO lead_job (account_id, job_id, user_id, state, action, "values", is_collected, created_on, lease, leased_until)
                SELECT @AccountId, @job, owner_id, 2, 'setFields', '{"mx_City":"Left"}', true, now(), @job, now() + @lease::interval
                FROM lead WHERE account_id = @AccountId AND lead_id = @lead;
                """,
                new { rows.AccountId, job, lead, lease });
        foreach (var (job, lead) in new[] { (cancelled, leads[1]), (left, leads[0]) })
            await rows.Execute(
                "INSERT INTO lead_job_row (account_id, job_id, lead_id) VALUES (@AccountId, @job, @lead)", new { rows.AccountId, job, lead });

        Assert.Equal("cancelled", (await own.Post($"lead-jobs/{cancelled}/cancel", ""))["state"]);

        await Eventually.Seen(async () => (await own.Get($"lead-jobs/{left}"))["state"], state => state == "finished");
        Assert.Equal("Left", (await own.Get($"leads/{leads[0]}"))["mx_City"]);
        Assert.Null((await own.Get($"leads/{leads[1]}"))["mx_City"]);
        Assert.Equal(HttpStatusCode.Conflict, (await own.Post($"lead-jobs/{cancelled}/cancel", "")).Status);
    }

    [Theory]
    [InlineData("""{"action":"explode","leadIds":[]}""")]
    [InlineData("""{"action":"setStage","stage":"Prospect"}""")]
    [InlineData("""{"action":"setStage","stage":"Nowhere","leadIds":[]}""")]
    [InlineData("""{"action":"setFields","values":{"NoSuch":"1"},"leadIds":[]}""")]
    [InlineData("""{"action":"delete","filter":{"field":"NoSuch","value":"1"}}""")]
    [InlineData("""{"action":"delete","leadIds":[],"filter":{}}""")]
    public async Task What_can_come_to_nothing_is_refused_at_once(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Post("lead-jobs", body)).Status);

    private async Task<OwnAnswer> Done(OwnAnswer taken)
    {
        Assert.True(taken.Status == HttpStatusCode.Accepted, taken.Body);
        await Eventually.Seen(async () => (await own.Get($"lead-jobs/{taken["id"]}"))["state"], state => state == "finished");
        return await own.Get($"lead-jobs/{taken["id"]}");
    }

    private static (string? State, long Total, long Done, long Unchanged, long Refused) Counts(OwnAnswer job) =>
        (job["state"], Number(job, "total"), Number(job, "done"), Number(job, "unchanged"), Number(job, "refused"));

    private static long Number(OwnAnswer job, string member) => job.Json.GetProperty(member).GetInt64();

    private async Task<Guid[]> Leads(string name, int count, params (string Attribute, string Value)[] more)
    {
        var made = new List<Guid>();
        foreach (var some in Enumerable.Range(0, count).Chunk(25))
        {
            var body = some.Select(i => more.Prepend(("EmailAddress", $"{name}{i}@jobs.example"))
                .Select(field => new { Attribute = field.Item1, field.Item2 })
                .Select(field => new Dictionary<string, string> { ["Attribute"] = field.Attribute, ["Value"] = field.Item2 }));
            var answer = await server.Post("/v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate", JsonSerializer.Serialize(body));
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
            foreach (var i in some)
                made.Add((await rows.Find($"{name}{i}@jobs.example"))!.Value);
        }

        return [.. made];
    }
}
