using System.Net;
using System.Text;
using Leadline.Accounts;
using Leadline.Intake;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>A server whose accounts may have ten requests waiting.</summary>
public sealed class SmallBacklogServer : TestServer
{
    internal override ServerOptions Options => base.Options with { IntakeBacklog = 10 };
}

/// <summary>What waits is bounded, and one account's requests do not hold up another's.</summary>
public sealed class BacklogTests(SmallBacklogServer server) : IClassFixture<SmallBacklogServer>
{
    private readonly AsyncCalls calls = new(server);

    [Fact]
    public async Task Beyond_its_backlog_an_account_is_told_to_come_again()
    {
        await calls.Pause();
        await Eventually.Holds(async () => await Pending() == 0 || !await IsPaused());
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            calls.Send("/lead/capture", AsyncCalls.Lead($"bounded{i}@example.com"))));

        Assert.Equal(10, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        Assert.All(refused, answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.Equal("MXAPIRateLimitExceededException", answer.Json.GetProperty("ExceptionType").GetString());
        });
        var own = server.Credentials;
        using var one = await SubmitAs((own.AccessKey, own.SecretKey, own.AsyncApiKey), "one-more@example.com");
        Assert.Equal(HttpStatusCode.TooManyRequests, one.StatusCode);
        Assert.NotNull(one.Headers.RetryAfter?.Delta);

        // So it is with an Idempotency-Key, and the refusal is not what a retry gets.
        var keyed = await Keyed();
        Assert.Equal(HttpStatusCode.TooManyRequests, keyed.StatusCode);
        Assert.NotNull(keyed.Headers.RetryAfter?.Delta);

        // Another account has a backlog of its own.
        var other = await OtherAccount();
        Assert.Equal(HttpStatusCode.OK, (await SubmitAs((other.AccessKey, other.SecretKey, other.AsyncApiKey), "elsewhere@example.com")).StatusCode);

        await calls.Resume();
        foreach (var answer in answers.Where(answer => answer.Status == HttpStatusCode.OK))
            await calls.Answer(answer.Json.GetProperty("RequestID").GetGuid());
        Assert.Equal(HttpStatusCode.OK, (await calls.Send("/lead/capture", AsyncCalls.Lead("room-again@example.com"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Keyed()).StatusCode);
        Assert.Equal(["true"], (await Keyed()).Headers.GetValues("Idempotency-Replayed"));

        Task<HttpResponseMessage> Keyed() => SubmitAs(
            (own.AccessKey, own.SecretKey, own.AsyncApiKey), "keyed-backlog@example.com", ("Idempotency-Key", "backlog"));
    }

    [Fact]
    public async Task A_flood_of_one_account_does_not_hold_up_another()
    {
        const int flood = 3_000;
        await using var node = Server.Build(
            server.Options with { Urls = "http://127.0.0.1:0", IntakeWorkers = 0, IntakeBacklog = 100_000 },
            server.Database,
            builder => builder.Logging.ClearProviders());
        var accounts = new[] { await OtherAccount(), await OtherAccount() };
        var intake = node.Services.GetRequiredService<IntakeOperations>();
        foreach (var account in accounts)
            await intake.SetPaused(account.AccountId, isPaused: true);
        var callers = new List<Caller>();
        foreach (var account in accounts)
            callers.Add(new Caller((await node.Services.GetRequiredService<AccountOperations>().Find(account.AccountId))!, account.Admin));
        await Task.WhenAll(Enumerable.Range(0, flood).Select(i => Accept(callers[0], $"flood{i}@example.com")));
        var trickle = await Accept(callers[1], "trickle@example.com");

        // Both at once: whoever gets the first turn, the other has the second, long before the flood is through.
        await calls.Execute(
            "UPDATE intake_cursor SET is_paused = false WHERE account_id = ANY(@ids)", new { ids = accounts.Select(account => account.AccountId).ToArray() });
        await Eventually.Holds(async () => (await intake.Standing(accounts[0].AccountId)).Pending == 0);
        var finishedOn = (await intake.Find(accounts[1].AccountId, trickle.ToGuid())).Value.FinishedOn;
        var after = await calls.One<long>(
            "SELECT count(*) FROM intake_result WHERE account_id = @id AND finished_on > @finishedOn",
            new { id = accounts[0].AccountId, finishedOn });
        Assert.True(after >= flood / 3, $"Only {after} of the flood came after the trickle.");

        async Task<RequestId> Accept(Caller caller, string email) => (await intake.Accept(
            caller, IntakeCall.LeadCapture, null, Encoding.UTF8.GetBytes(AsyncCalls.Lead(email)), claim: null, CancellationToken.None)).Value;
    }

    private async Task<long> Pending() => (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("pending").GetInt64();

    private async Task<bool> IsPaused() => (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("paused").GetBoolean();

    private Task<NewCredentials> OtherAccount() => server.Services.GetRequiredService<NewAccounts>()
        .Create(new NewAccount("Other", "UTC", null, LeadDeleteEnabled: false), $"{Guid.NewGuid()}@example.com", withSample: false);

    private async Task<HttpResponseMessage> SubmitAs(
        (string AccessKey, string SecretKey, string AsyncApiKey) account, string email, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/lead/capture")
        {
            Content = new StringContent(AsyncCalls.Lead(email), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-LSQ-AccessKey", account.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", account.SecretKey);
        request.Headers.Add("x-api-key", account.AsyncApiKey);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await server.Client.SendAsync(request);
    }
}
