using System.Net;
using System.Security.Cryptography;
using System.Text;
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
            "UPDATE idempotency_key SET created_on = now() - interval '25 hours' WHERE account_id > 0 AND key = sha256('aged')", connection);
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
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM idempotency_key WHERE key = sha256('cutoff')", new { }));

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

    [Fact]
    public async Task A_replay_says_so()
    {
        var answers = new List<bool>();
        foreach (var email in (string[])["told@example.com", "told@example.com", "told2@example.com"])
        {
            using var response = await Send(Create, "told", Body(email));
            answers.Add(response.Headers.TryGetValues("Idempotency-Replayed", out var told) && told.Single() == "true");
        }

        Assert.Equal([false, true, false], answers);
    }

    /// <summary>Who reads the table alone finds neither the key nor the answer, and cannot try a body on the fingerprint.</summary>
    [Fact]
    public async Task What_is_kept_opens_with_the_key_alone()
    {
        var key = Guid.NewGuid().ToString();
        var body = Body("sealed@example.com");
        var answer = await Post(Create, key, body);
        var id = answer.Json.GetProperty("Message").GetProperty("Id").GetString()!;

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var fingerprint = await rows.One<byte[]>("SELECT fingerprint FROM idempotency_key WHERE key = @hash", new { hash });
        var kept = await rows.One<byte[]>("SELECT body FROM idempotency_key WHERE key = @hash", new { hash });
        Assert.False(await rows.One<bool>(
            "SELECT EXISTS (SELECT FROM idempotency_key k WHERE position(convert_to(@key, 'UTF8') IN key) > 0)", new { key }));
        Assert.True(kept.AsSpan().IndexOf(Encoding.UTF8.GetBytes(id)) < 0);
        var plain = $"POST {Create.ToUpperInvariant()}\n\n{body}";
        Assert.NotEqual(SHA256.HashData(Encoding.UTF8.GetBytes(plain)), fingerprint);
        Assert.Equal(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(plain)), fingerprint);
    }

    [Fact]
    public async Task The_same_answer_is_never_kept_as_the_same_bytes()
    {
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await rows.Lead("twice@example.com");
        foreach (var key in (string[])[first, second])
            Assert.Equal(HttpStatusCode.InternalServerError, (await Post(Create, key, Body("twice@example.com"))).Status);

        Assert.Equal(2, await rows.One<long>(
            "SELECT count(DISTINCT body) FROM idempotency_key WHERE key IN (sha256(@first::bytea), sha256(@second::bytea))", new { first = Encoding.UTF8.GetBytes(first), second = Encoding.UTF8.GetBytes(second) }));
    }

    private async Task<HttpResponseMessage> Send(string path, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        request.Headers.Add("Idempotency-Key", key);
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<Answer> Post(string path, string key, string body) =>
        server.Send(HttpMethod.Post, path, body, ("Idempotency-Key", key));

    private static string Body(string email) => $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""";

    /// <summary>Ends the connections that wait for the lead's lock; how many there were.</summary>
    private Task<long> Terminate() => rows.One<long>(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE) l%'
        """,
        new { });
}
