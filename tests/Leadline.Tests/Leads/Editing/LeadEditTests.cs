using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads.Editing;

/// <summary>Leads are made, changed and deleted in Leadline's own API.</summary>
public sealed class LeadEditTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly OwnApi own = new(server);
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_lead_is_made_and_read_back()
    {
        var made = await Make(("FirstName", "Ravi"), ("LastName", "Kumar"), ("EmailAddress", "ravi@made.example"), ("mx_City", "Pune"));

        Assert.Equal(HttpStatusCode.OK, made.Status);
        var read = await own.Get($"leads/{made["ProspectID"]}");
        Assert.Equal(read.Body, made.Body);
        Assert.Equal(read.ETag, made.ETag);
        Assert.Matches("^\"[0-9]+\"$", read.ETag);
        Assert.Equal(("Ravi", "Pune"), (read["FirstName"], read["mx_City"]));
        Assert.Matches("^[1-9][0-9]*$", read["ProspectAutoId"]);
        Assert.False(string.IsNullOrEmpty(read["OwnerIdName"]));
    }

    [Fact]
    public async Task A_retry_under_one_key_makes_one_lead()
    {
        const string Body = """{"values":{"FirstName":"Once","EmailAddress":"once@made.example"}}""";
        var first = await server.Send(HttpMethod.Post, "/leadline/v1/leads", Body, ("Idempotency-Key", "once-1"));
        var again = await server.Send(HttpMethod.Post, "/leadline/v1/leads", Body, ("Idempotency-Key", "once-1"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, again.Body);
    }

    [Fact]
    public async Task A_duplicate_names_the_field_and_the_lead()
    {
        var there = await Make(("FirstName", "There"), ("EmailAddress", "there@dup.example"), ("Phone", "+91-9811100001"));
        var other = await Make(("FirstName", "Other"), ("EmailAddress", "other@dup.example"));

        var made = await Make(("FirstName", "Again"), ("Phone", "09811100001"));
        var changed = await own.Patch($"leads/{other["ProspectID"]}", """{"values":{"EmailAddress":"THERE@dup.example"}}""");

        foreach (var (answer, field) in new[] { (made, "Phone"), (changed, "EmailAddress") })
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
            Assert.Equal(("duplicate", there["ProspectID"]), (answer["code"], answer["leadId"]));
            Assert.Single(answer.Json.GetProperty("errors").GetProperty(field).EnumerateArray());
        }

        Assert.Equal("other@dup.example", (await own.Get($"leads/{other["ProspectID"]}"))["EmailAddress"]);
    }

    [Fact]
    public async Task A_change_sets_and_clears_what_is_named_alone()
    {
        var made = await Make(("FirstName", "Ravi"), ("mx_City", "Pune"), ("EmailAddress", "changed@made.example"));

        var changed = await own.Patch(
            $"leads/{made["ProspectID"]}", """{"values":{"mx_City":"Nashik","FirstName":null,"LastName":"Kumar"}}""", made.ETag);

        Assert.Equal(("Nashik", null, "Kumar"), (changed["mx_City"], changed["FirstName"], changed["LastName"]));
        Assert.Equal("changed@made.example", changed["EmailAddress"]);
        Assert.NotEqual(made.ETag, changed.ETag);
        Assert.Equal(changed.ETag, (await own.Get($"leads/{made["ProspectID"]}")).ETag);
    }

    [Fact]
    public async Task What_stays_as_it_was_leaves_no_trace()
    {
        var made = await Make(("FirstName", "Still"), ("EmailAddress", "still@made.example"));

        var same = await own.Patch($"leads/{made["ProspectID"]}", """{"values":{"FirstName":"Still"}}""", made.ETag);

        Assert.Equal((HttpStatusCode.OK, made.ETag), (same.Status, same.ETag));
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM event WHERE lead_id = @id AND kind = 'lead.updated'", new { id = Guid.Parse(made["ProspectID"]!) }));
    }

    [Fact]
    public async Task Of_two_changes_of_one_state_the_second_is_refused()
    {
        var made = await Make(("FirstName", "Shared"), ("EmailAddress", "shared@made.example"));
        var path = $"leads/{made["ProspectID"]}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            city => own.Patch(path, $$$"""{"values":{"mx_City":"City {{{city}}}"}}""", made.ETag)));

        var done = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(done["mx_City"], (await own.Get(path))["mx_City"]);
        foreach (var refused in answers.Where(answer => answer != done))
        {
            Assert.Equal((HttpStatusCode.PreconditionFailed, "versionMismatch"), (refused.Status, refused["code"]));
            Assert.Equal(done.ETag, refused["version"]);
        }

        var again = await own.Patch(path, """{"values":{"mx_City":"Mine"}}""", done.ETag);
        Assert.Equal("Mine", again["mx_City"]);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await own.Patch(path, """{"values":{"mx_City":"x"}}""", "\"no tag\"")).Status);
    }

    [Fact]
    public async Task Every_field_that_is_wrong_is_named()
    {
        var answer = await Make(("FirstName", "Wrong"), ("EmailAddress", "no address"), ("NoSuch", "1"), ("CreatedOn", "2026-01-01"));

        Assert.Equal((HttpStatusCode.BadRequest, 3), (answer.Status, answer.Json.GetProperty("errors").EnumerateObject().Count()));
        foreach (var field in new[] { "EmailAddress", "NoSuch", "CreatedOn" })
            Assert.Single(answer.Json.GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    [Theory]
    [InlineData("""{"values":{"ProspectStage":"No such stage"}}""", "ProspectStage")]
    [InlineData("""{"values":{"OwnerId":"019a3f5c-7d20-7c11-9a64-2f0b8e5d4c31"}}""", "OwnerId")]
    [InlineData("{}", "values")]
    public async Task A_value_that_does_not_fit_is_refused(string body, string field)
    {
        var made = await Make(("FirstName", "Fit"), ("EmailAddress", $"{Guid.NewGuid():N}@made.example"));

        var answer = await own.Patch($"leads/{made["ProspectID"]}", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _), answer.Body);
    }

    [Fact]
    public async Task A_deleted_lead_is_not_there()
    {
        var made = await Make(("FirstName", "Gone"), ("EmailAddress", "gone@made.example"));
        var path = $"leads/{made["ProspectID"]}";

        Assert.Equal(HttpStatusCode.OK, (await own.Delete(path)).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await own.Get(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Delete(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Patch(path, """{"values":{"FirstName":"x"}}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Delete("leads/nobody")).Status);
    }

    [Fact]
    public async Task Who_is_there_is_found_while_it_is_typed()
    {
        var there = await Make(
            ("FirstName", "Asha"), ("LastName", "Rao"), ("EmailAddress", "asha@typed.example"), ("Phone", "+91-9811100002"), ("ProspectStage", "Prospect"));
        var shared = await Make(("FirstName", "Sister"), ("EmailAddress", "sister@typed.example"), ("Mobile", "+91-9811100002"));

        var found = (await Typed("""{"EmailAddress":"ASHA@typed.example","Phone":"98111 00002","mx_City":"Pune"}""")).ToList();

        Assert.Equal(
            [("EmailAddress", true, there["ProspectID"]), ("Phone", false, shared["ProspectID"]), ("Phone", true, there["ProspectID"])],
            found.Select(one => (
                one.GetProperty("field").GetString()!, one.GetProperty("isUnique").GetBoolean(), one.GetProperty("lead").GetProperty("id").GetString()))
                .OrderBy(one => one));
        var card = found[0].GetProperty("lead");
        Assert.Equal(
            ("Asha Rao", "Prospect", there["OwnerIdName"]),
            (card.GetProperty("name").GetString(), card.GetProperty("stage").GetString(), card.GetProperty("ownerName").GetString()));
        Assert.Single(await Typed("""{"Phone":"98111 00002"}""", there["ProspectID"]));
        Assert.Empty(await Typed("""{"EmailAddress":"asha@","Phone":"981"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Post("leads/duplicates", """{"values":{"NoSuch":"1"}}""")).Status);
    }

    private async Task<IEnumerable<JsonElement>> Typed(string values, string? except = null)
    {
        var answer = await own.Post(
            "leads/duplicates", $$"""{"values":{{values}}{{(except is null ? "" : $",\"except\":\"{except}\"")}} }""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json.GetProperty("duplicates").EnumerateArray();
    }

    private Task<OwnAnswer> Make(params (string Field, string Value)[] values) => own.Post(
        "leads", JsonSerializer.Serialize(new { values = values.ToDictionary(value => value.Field, value => value.Value) }));
}
