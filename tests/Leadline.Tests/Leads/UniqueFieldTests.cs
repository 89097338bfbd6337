using System.Net;
using System.Text;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class UniqueFieldTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_field_is_made_unique_over_more_leads_than_a_batch_holds()
    {
        var field = await Field("Many");
        await Seed(field, 2500, "V'||i||'");

        var answer = await Mark(field);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("enforced", answer.Json.GetProperty("unique").GetString());
        Assert.Equal(2500, await Identities(field));
        Assert.Equal(0, await rows.Strays(field));

        var duplicate = await server.Post(
            "/v2/LeadManagement.svc/Lead.Create",
            $$"""[{"Attribute":"FirstName","Value":"x"},{"Attribute":"{{field}}","Value":"v1700"}]""");
        Assert.Equal("MXDuplicateEntryException", duplicate.Json.GetProperty("ExceptionType").GetString());
        var met = await server.Post(
            "/v2/LeadManagement.svc/Lead.CreateOrUpdate",
            $$"""[{"Attribute":"{{field}}","Value":"V2499"},{"Attribute":"SearchBy","Value":"{{field}}"}]""");
        Assert.Equal(await rows.Find(field, "v2499"), Guid.Parse(met.Id));
        Assert.Equal(HttpStatusCode.OK, (await Mark(field)).Status);
    }

    [Fact]
    public async Task Leads_that_share_a_value_are_listed_and_all_is_taken_back()
    {
        var field = await Field("Clash");
        await Seed(field, 1500, "C'||i||'");
        var first = await rows.Lead("clash1@example.com", (field, "Same"));
        var second = await rows.Lead("clash2@example.com", (field, "SAME"));
        var third = await rows.Lead("clash3@example.com", (field, "c7"));
        var seventh = await rows.One<Guid>($"""SELECT lead_id FROM lead WHERE "values" ->> '{field}' = 'C7'""", new { });

        var answer = await Mark(field);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal(409, answer.Json.GetProperty("status").GetInt32());
        var clashes = answer.Json.GetProperty("clashes").EnumerateArray()
            .Select(clash => clash.GetProperty("leadIds").EnumerateArray().Select(id => id.GetGuid()).Order().ToArray())
            .ToArray();
        Assert.Equal(2, clashes.Length);
        Assert.Contains(clashes, ids => ids.SequenceEqual(new[] { first, second }.Order()));
        Assert.Contains(clashes, ids => ids.SequenceEqual(new[] { third, seventh }.Order()));
        Assert.Equal(0, await Identities(field));
        Assert.Equal("none", await State(field));

        await rows.Lead("clash2@example.com", (field, "Other"));
        await rows.Lead("clash3@example.com", (field, "c7b"));
        Assert.Equal(HttpStatusCode.OK, (await Mark(field)).Status);
        Assert.Equal(0, await rows.Strays(field));
    }

    [Fact]
    public async Task Of_very_many_clashes_a_hundred_are_told_with_a_hundred_leads_each()
    {
        var (groups, crowd) = (await Field("Groups"), await Field("Crowd"));
        await Seed(groups, 400, "G'||(i % 200)||'");
        await Seed(crowd, 150, "one");

        var ofGroups = await Mark(groups);
        var ofCrowd = await Mark(crowd);

        Assert.Equal(100, ofGroups.Json.GetProperty("clashes").GetArrayLength());
        var only = Assert.Single(ofCrowd.Json.GetProperty("clashes").EnumerateArray());
        Assert.Equal("one", only.GetProperty("value").GetString());
        Assert.Equal(150, only.GetProperty("leadCount").GetInt32());
        Assert.Equal(100, only.GetProperty("leadIds").GetArrayLength());
    }

    [Fact]
    public async Task Writes_go_on_while_a_field_is_marked_and_none_escapes_it()
    {
        var field = await Field("Race");
        await Seed(field, 4000, "S'||i||'");
        var moving = new Guid[20];
        for (var i = 0; i < moving.Length; i++)
            moving[i] = await rows.Lead($"moving{i}@example.com", (field, $"M{i}-0"));
        var marking = Mark(field);
        var written = 0;

        var writers = Enumerable.Range(0, moving.Length).Select(async i =>
        {
            for (var turn = 1; !marking.IsCompleted || turn < 5; turn++)
            {
                var moved = await server.Post(
                    $"/v2/LeadManagement.svc/Lead.Update?leadId={moving[i]}", $$"""[{"Attribute":"{{field}}","Value":"M{{i}}-{{turn}}"}]""");
                var made = await server.Post(
                    "/v2/LeadManagement.svc/Lead.Create",
                    $$"""[{"Attribute":"FirstName","Value":"n"},{"Attribute":"{{field}}","Value":"N{{i}}-{{turn}}"}]""");
                Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (moved.Status, made.Status));
                Interlocked.Increment(ref written);
            }
        });
        await Task.WhenAll(writers);

        Assert.Equal(HttpStatusCode.OK, (await marking).Status);
        Assert.True(written > moving.Length);
        Assert.Equal(0, await rows.Strays(field));
        Assert.Equal("enforced", await State(field));
    }

    [Fact]
    public async Task Racing_creates_of_one_value_after_the_marking_began_make_one_lead()
    {
        var field = await Field("One");
        await Seed(field, 3000, "O'||i||'");
        var marking = Mark(field);
        await Eventually.Holds(async () => marking.IsCompleted || await State(field) != "none");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.Post(
            "/v2/LeadManagement.svc/Lead.Create",
            $$"""[{"Attribute":"FirstName","Value":"n"},{"Attribute":"{{field}}","Value":"the one"}]""")));

        Assert.Equal(HttpStatusCode.OK, (await marking).Status);
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(0, await rows.Strays(field));
    }

    [Fact]
    public async Task One_marking_runs_at_a_time_and_the_others_are_told()
    {
        var field = await Field("Busy");
        await Seed(field, 2000, "Y'||i||'");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Mark(field)));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers, answer => Assert.True(
            answer.Status == HttpStatusCode.OK || !answer.Json.TryGetProperty("clashes", out _), answer.Body));
        Assert.Equal("enforced", await State(field));
        Assert.Equal(0, await rows.Strays(field));
    }

    [Theory]
    [InlineData(false, "enforced")]
    [InlineData(true, "none")]
    public async Task A_marking_that_was_cut_off_is_ended_at_the_next_start(bool withClash, string state)
    {
        var field = await Field($"Cut {withClash}");
        await Seed(field, 1200, "K'||i||'");
        if (withClash)
            await rows.Lead("cutclash@example.com", (field, "k9"));
        await Set(field, Uniqueness.Building);

        using var service = new UnfinishedUniqueFields(
            server.Services.GetRequiredService<UniqueFields>(), NullLogger<UnfinishedUniqueFields>.Instance);
        await service.StartAsync(TestContext.Current.CancellationToken);
        await service.ExecuteTask!;

        Assert.Equal(state, await State(field));
        Assert.Equal(withClash ? 0 : 1200, await Identities(field));
    }

    [Fact]
    public async Task A_marking_that_was_cut_off_is_ended_by_the_next_call()
    {
        var field = await Field("Again");
        await Seed(field, 10, "A'||i||'");
        await Set(field, Uniqueness.Building);

        Assert.Equal("enforced", (await Mark(field)).Json.GetProperty("unique").GetString());
        Assert.Equal(0, await rows.Strays(field));
    }

    [Fact]
    public async Task What_a_cut_off_unmarking_left_is_no_clash()
    {
        var field = await Field("Rest");
        await Seed(field, 10, "R'||i||'");
        await rows.Execute(
            "INSERT INTO lead_identity (account_id, field, value, lead_id) VALUES (@AccountId, @field, 'r5', gen_random_uuid())",
            new { rows.AccountId, field });

        Assert.Equal(HttpStatusCode.OK, (await Mark(field)).Status);
        Assert.Equal(0, await rows.Strays(field));
    }

    [Fact]
    public async Task A_field_can_be_taken_back_and_then_shared()
    {
        var field = await Field("Back");
        await Seed(field, 5, "B'||i||'");
        await Mark(field);

        var answer = await server.Send(HttpMethod.Delete, Path(field), body: null);

        Assert.Equal("none", answer.Json.GetProperty("unique").GetString());
        Assert.Equal(0, await Identities(field));
        var first = await rows.Lead("back1@example.com", (field, "B1"));
        Assert.NotEqual(first, await rows.Lead("back2@example.com", (field, "B1")));
    }

    [Theory]
    [InlineData("POST", "mx_Not_There", HttpStatusCode.NotFound)]
    [InlineData("POST", "CreatedOn", HttpStatusCode.BadRequest)]
    [InlineData("POST", "mx_KYC", HttpStatusCode.BadRequest)]
    [InlineData("POST", "ProspectStage", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "EmailAddress", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "mx_Not_There", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_marked_is_refused_as_a_problem(string method, string field, HttpStatusCode status)
    {
        var answer = await server.Send(new HttpMethod(method), Path(field), body: null);

        Assert.Equal(status, answer.Status);
        Assert.Equal((int)status, answer.Json.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Only_administrators_mark_fields_but_anyone_may_look()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var user = (await accounts.CreateUser(rows.AccountId, "sales@example.com", "Sam", "Sales", "Sales_User", "secret-secret")).Value;
        var (accessKey, secret) = await accounts.CreateAccessKey(rows.AccountId, user.Id);
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{accessKey}:{secret}"))}";

        using var post = await Basic(HttpMethod.Post, Path("mx_City"), basic);
        using var list = await Basic(HttpMethod.Get, "/leadline/v1/lead-fields", basic);
        using var nobody = await Basic(HttpMethod.Get, "/leadline/v1/lead-fields", "Basic !");

        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
        Assert.Equal("application/problem+json", post.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Contains("\"schemaName\":\"mx_PAN_Number\",\"displayName\":\"PAN Number\",\"type\":\"text\",\"unique\":\"enforced\"", await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal("Basic", Assert.Single(nobody.Headers.WwwAuthenticate).Scheme);
    }

    private async Task<HttpResponseMessage> Basic(HttpMethod method, string path, string authorization)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Path(string field) => $"/leadline/v1/lead-fields/{field}/unique";

    private Task<Answer> Mark(string field) => server.Post(Path(field), "");

    private async Task<string> Field(string name)
    {
        await server.Post(
            "/v2/LeadManagement.svc/CreateLeadField",
            $$"""{"DisplayName":"Unique {{name}}","DataType":"Text","RenderTypeTextValue":"Textbox"}""");
        return $"mx_Unique_{name.Replace(' ', '_')}";
    }

    /// <summary>Leads as if they had been there for long: values from the SQL text <paramref name="value"/> of i.</summary>
    private Task Seed(string field, int count, string value) => rows.Execute(
        $"""
        INSERT INTO lead (account_id, lead_id, number, owner_id, created_by, modified_by, created_on, modified_on,
            last_modified_on, "values")
        SELECT @AccountId, gen_random_uuid(), i, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now(), now(), now(),
            jsonb_build_object('{field}', '{value}')
        FROM generate_series(0, {count - 1}) i
        """,
        new { rows.AccountId });

    private Task<long> Identities(string field) => rows.One<long>(
        "SELECT count(*) FROM lead_identity WHERE account_id = @AccountId AND field = @field", new { rows.AccountId, field });

    private async Task<string> State(string field) => (await rows.One<string>(
        "SELECT coalesce(definition ->> 'Unique', 'None') FROM field WHERE account_id = @AccountId AND schema_name = @field",
        new { rows.AccountId, field })).ToLowerInvariant();

    private Task Set(string field, Uniqueness unique) => server.Services.GetRequiredService<FieldOperations>().Edit(
        rows.AccountId, within: null, AccountFields.LeadOwner, field, definition => definition with { Unique = unique });
}
