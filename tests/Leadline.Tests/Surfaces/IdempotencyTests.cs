using System.Net;
using Leadline.Surfaces;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Surfaces;

public sealed class IdempotencyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Create = "/v2/LeadManagement.svc/Lead.Create";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_retry_gets_the_first_answer_and_has_no_second_effect()
    {
        var first = await Post(Create, "retry", Body("retry@example.com"));
        var second = await Post(Create.ToUpperInvariant() + "?", "retry", Body("retry@example.com"));
        var withoutKey = await server.Post(Create, Body("retry@example.com"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first, second);
        Assert.Equal(HttpStatusCode.InternalServerError, withoutKey.Status);
    }

    [Fact]
    public async Task After_a_day_the_key_is_forgotten()
    {
        await Post(Create, "aged", Body("aged@example.com"));
        await using var connection = await server.Database.Open(rows.AccountId, TestContext.Current.CancellationToken);
        await using var age = new NpgsqlCommand(
            "UPDATE idempotency_key SET created_on = now() - interval '25 hours' WHERE account_id > 0 AND key = 'aged'", connection);
        await age.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var keys = server.Services.GetRequiredService<IdempotencyKeys>();
        Assert.Equal(1, await keys.ForgetExpired(int.Parse(server.Credentials.OrgId)));
        Assert.Equal(HttpStatusCode.InternalServerError, (await Post(Create, "aged", Body("aged@example.com"))).Status);
    }

    [Fact]
    public async Task A_refusal_is_kept_as_well()
    {
        await rows.Lead("kept@example.com");
        var first = await Post(Create, "kept", Body("kept@example.com"));
        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={await rows.Find("kept@example.com")}");
        var second = await Post(Create, "kept", Body("kept@example.com"));

        Assert.Equal("MXDuplicateEntryException", first.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal(first, second);
        Assert.Null(await rows.Find("kept@example.com"));
    }

    [Fact]
    public async Task Another_request_with_the_key_is_refused()
    {
        await Post(Create, "other", Body("other@example.com"));
        var otherBody = await Post(Create, "other", Body("other2@example.com"));
        var otherCall = await Post("/v2/LeadManagement.svc/Lead.Capture", "other", Body("other@example.com"));
        var otherQuery = await Post(Create + "?x=1", "other", Body("other@example.com"));

        foreach (var answer in (Answer[])[otherBody, otherCall, otherQuery])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Equal("MXInvalidInputException", answer.Json.GetProperty("ExceptionType").GetString());
        }

        Assert.Null(await rows.Find("other2@example.com"));
    }

    [Fact]
    public async Task Concurrent_calls_with_one_key_have_one_effect_and_one_answer()
    {
        var before = await rows.Count();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Post(
            Create, "concurrent", """[{"Attribute":"FirstName","Value":"Nobody else"}]""")));

        Assert.Equal(HttpStatusCode.OK, answers[0].Status);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(before + 1, await rows.Count());
    }

    [Fact]
    public async Task A_call_that_is_cut_off_leaves_neither_effect_nor_key()
    {
        var lead = await rows.Lead("cutoff@example.com");
        const string two = """
            [[{"Attribute":"EmailAddress","Value":"cutoff-first@example.com"}],
             [{"Attribute":"EmailAddress","Value":"cutoff@example.com"},{"Attribute":"FirstName","Value":"After"}]]
            """;
        const string path = "/v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate";
        Task<Answer> cut;
        await using (var blocker = await server.Database.Open(rows.AccountId, TestContext.Current.CancellationToken))
        {
            await using var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("SELECT 1 FROM lead WHERE lead_id = $1 FOR UPDATE", blocker)
            {
                Parameters = { new() { Value = lead } },
            };
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            cut = Post(path, "cutoff", two);
            await Eventually.Seen(Terminate, ended => ended > 0);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cut).Status);
        Assert.Null(await rows.Find("cutoff-first@example.com"));
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM idempotency_key WHERE key = 'cutoff'", new { }));

        var retried = await Post(path, "cutoff", two);
        Assert.True(retried.Json[0].GetProperty("LeadCreated").GetBoolean());
        Assert.True(retried.Json[1].GetProperty("LeadUpdated").GetBoolean());
        Assert.Equal("After", await rows.Value(lead, "FirstName"));
    }

    [Fact]
    public async Task More_keyed_calls_than_connections_get_through_while_definitions_change()
    {
        var calls = Enumerable.Range(0, 60).Select(i => i % 3 == 0
            ? Post(
                "/v2/LeadManagement.svc/CreateLeadField", $"field{i}",
                $$"""{"DisplayName":"Keyed {{i}}","DataType":"Text","RenderTypeTextValue":"Textbox"}""")
            : Post(Create, $"lead{i}", Body($"keyed{i}@example.com")));

        var answers = await Task.WhenAll(calls);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task A_key_has_a_greatest_length()
    {
        Assert.Equal(HttpStatusCode.OK, (await Post(Create, new string('k', 255), Body("k255@example.com"))).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await Post(Create, new string('k', 256), Body("k256@example.com"))).Status);
        Assert.Null(await rows.Find("k256@example.com"));
    }

    private Task<Answer> Post(string path, string key, string body) =>
        server.Send(HttpMethod.Post, path, body, ("Idempotency-Key", key));

    private static string Body(string email) => $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""";

    /// <summary>Ends the connections that wait for the lead's lock; how many there were.</summary>
    private Task<long> Terminate() => rows.One<long>(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE OF l%'
        """,
        new { });
}
