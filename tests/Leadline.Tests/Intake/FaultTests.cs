using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>A server whose clock the tests move.</summary>
public sealed class MovedClockServer : TestServer
{
    internal SteppedClock Clock { get; } = new();

    protected override void Configure(IHostApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.AddSingleton<TimeProvider>(Clock);
    }
}

/// <summary>
/// What goes wrong hurts the request that it belongs to: its own faults end it at once, the server's are tried again by the
/// schedule, and only requests about the same lead wait meanwhile.
/// </summary>
public sealed class FaultTests(MovedClockServer server) : IClassFixture<MovedClockServer>, IAsyncLifetime
{
    private readonly AsyncCalls calls = new(server);
    private readonly LeadRows rows = new(server);

    /// <summary>Memory that is short for some leads, and a value that the database will not have.</summary>
    public async ValueTask InitializeAsync() => await calls.Execute(
        """
        CREATE TABLE IF NOT EXISTS fault (account_id integer, name text, code text, PRIMARY KEY (account_id, name));
        CREATE OR REPLACE FUNCTION meet_fault() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            written text := coalesce(to_jsonb(NEW)->'values'->>'LastName', to_jsonb(NEW)->'data'->'LastName'->>'After');
            found text := (SELECT f.code FROM fault f WHERE f.account_id = NEW.account_id AND f.name = written);
        BEGIN
            IF found IS NOT NULL THEN
                RAISE EXCEPTION 'fault' USING ERRCODE = found;
            END IF;
            RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER meet_fault BEFORE INSERT ON lead FOR EACH ROW EXECUTE FUNCTION meet_fault();
        CREATE OR REPLACE TRIGGER meet_fault BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION meet_fault();
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_window_with_every_kind_of_bad_body_hurts_nobody_else()
    {
        await SetFault("Unstorable", "22001");
        await calls.Pause();
        var nul = AsyncCalls.Lead("nul-in-it@example.com", ("FirstName", "a\0b"));
        (byte[] Body, string Reason)[] bad =
        [
            ([], "MXInvalidInputException"),
            ("{"u8.ToArray(), "MXInvalidInputException"),
            ("not json at all"u8.ToArray(), "MXInvalidInputException"),
            ([0xff, 0xfe, 0x00], "MXInvalidInputException"),
            ("null"u8.ToArray(), "MXInvalidInputException"),
            ("""[{"Attribute":"mx_NoSuchField","Value":"unknown to us"}]"""u8.ToArray(), "Attribute(s) does not exist - mx_NoSuchField"),
            ("""[{"Attribute":"EmailAddress","Value":"by@example.com"},{"Attribute":"SearchBy","Value":"mx_City"}]"""u8.ToArray(), "SearchBy"),
            (Encoding.UTF8.GetBytes(nul), "MX"),
            (Encoding.UTF8.GetBytes(AsyncCalls.Lead("long-name@example.com", ("FirstName", new string('x', 1 << 20)))), "MX"),
            (Encoding.UTF8.GetBytes(AsyncCalls.Lead("database-refuses@example.com", ("LastName", "Unstorable"))), "SQLSTATE 22001"),
        ];
        var good = new List<Guid>();
        var failed = new List<(Guid Id, string Reason)>();
        foreach (var (body, reason) in bad)
        {
            failed.Add((await calls.Unread(body), reason));
            good.Add(await calls.Submit("/lead/capture", AsyncCalls.Lead($"beside{good.Count}@example.com", ("FirstName", "😀 नमस्ते"))));
        }

        await calls.Resume();
        foreach (var id in good)
            await calls.Answer(id);
        foreach (var (id, reason) in failed)
        {
            var task = await calls.Final(id);
            Assert.Equal("FAILURE", task.GetProperty("Status").GetString());
            Assert.Contains(reason, task.GetProperty("StatusReason").GetString(), StringComparison.Ordinal);
        }

        Assert.Null(await rows.Find("database-refuses@example.com"));
        var listed = (await calls.Own(HttpMethod.Get, "intake/failures")).Json.GetProperty("failures");
        Assert.All(failed, failure => Assert.Contains(
            listed.EnumerateArray(), entry => entry.GetProperty("requestId").GetGuid() == failure.Id));
    }

    [Fact]
    public async Task A_long_note_and_an_unknown_type_end_as_the_synchronous_call_does()
    {
        var lead = await rows.Lead("noted@example.com");
        foreach (var activity in (string[])
            [
                JsonSerializer.Serialize(new { RelatedProspectId = lead, ActivityEvent = 105, ActivityNote = new string('n', 1 << 20) }),
                JsonSerializer.Serialize(new { RelatedProspectId = lead, ActivityEvent = 105, ActivityNote = "😀" }),
                JsonSerializer.Serialize(new { RelatedProspectId = lead, ActivityEvent = 999, ActivityNote = "of no type" }),
                JsonSerializer.Serialize(new { RelatedProspectId = lead, ActivityEvent = 105, ActivityNote = "a\0note" }),
            ])
        {
            var now = await server.Post("/v2/ProspectActivity.svc/Create", activity);
            if (now.Status == HttpStatusCode.BadRequest)
            {
                Assert.Equal(now, await calls.Send("/activity/create", activity));
                continue;
            }

            var later = await calls.Final(await calls.Submit("/activity/create", activity));
            Assert.Equal(now.Status == HttpStatusCode.OK ? "Success" : "FAILURE", later.GetProperty("Status").GetString());
            if (now.Status != HttpStatusCode.OK)
                Assert.Equal(
                    $"{now.Json.GetProperty("ExceptionType").GetString()}: {now.Json.GetProperty("ExceptionMessage").GetString()}",
                    later.GetProperty("StatusReason").GetString());
        }
    }

    /// <summary>The second takes the connection with it.</summary>
    [Theory]
    [InlineData("55000", 1)]
    [InlineData("53200", 2)]
    public async Task A_fault_of_the_server_is_tried_again_and_holds_up_its_lead_alone(string code, int number)
    {
        var (email, phone) = ($"retried{number}@example.com", $"900000000{number}");
        var lead = await rows.Lead(email, ("Phone", $"+91-{phone}"), ("LastName", "Before"));
        await SetFault("Retried", code);
        await calls.Pause();
        var faulty = await calls.Submit("/lead/capture", AsyncCalls.Lead(email, ("LastName", "Retried")));
        var byPhone = await calls.Submit(
            "/lead/capture", $$"""[{"Attribute":"Phone","Value":"0{{phone}}"},{"Attribute":"LastName","Value":"By Phone"}]""");
        var byId = await calls.Submit($"/lead/update?leadId={lead}", """[{"Attribute":"LastName","Value":"By Id"}]""");
        var other = await calls.Submit("/lead/capture", AsyncCalls.Lead($"unhurt{number}@example.com"));
        await calls.Resume();

        await calls.Answer(other);
        Assert.Equal("Before", await rows.Value(lead, "LastName"));
        foreach (var waiting in (Guid[])[faulty, byPhone, byId])
            Assert.Equal("In-Queue", (await calls.Now(waiting)).GetProperty("Status").GetString());
        Assert.Contains(code, (await calls.Now(faulty)).GetProperty("StatusReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("retrying").GetInt32());
        var metrics = (await calls.Look("/lead/capture/metrics")).Json;
        Assert.Equal(2, metrics.GetProperty("PendingMessages").GetInt32());

        // What comes later waits too, until half a minute is over.
        var later = await calls.Submit("/lead/capture", AsyncCalls.Lead(email, ("LastName", "Later")));
        await calls.Answer(await calls.Submit("/lead/capture", AsyncCalls.Lead($"unhurt-later{number}@example.com")));
        Assert.Equal("In-Queue", (await calls.Now(later)).GetProperty("Status").GetString());
        server.Clock.Step(TimeSpan.FromSeconds(31));
        await Eventually.Seen(() => Attempts(faulty), attempts => attempts == 2);
        Assert.Equal("Before", await rows.Value(lead, "LastName"));

        await ClearFault("Retried");
        server.Clock.Step(TimeSpan.FromMinutes(2));
        foreach (var waiting in (Guid[])[faulty, byPhone, byId, later])
            await calls.Answer(waiting);
        Assert.Equal("Later", await rows.Value(lead, "LastName"));
        Assert.Equal(
            "Retried>By Phone>By Id>Later",
            await rows.One<string>(
                """
                SELECT string_agg(data->'LastName'->>'After', '>' ORDER BY tx, event_id) FROM event
                WHERE account_id > 0 AND lead_id = @lead AND kind = 'lead.updated'
                """,
                new { lead }));
        Assert.Equal(0, (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("retrying").GetInt32());
    }

    [Fact]
    public async Task After_ten_retries_a_request_is_given_up_and_can_be_replayed()
    {
        await SetFault("Hopeless", "55000");
        var id = await calls.Submit("/lead/capture", AsyncCalls.Lead("hopeless@example.com", ("LastName", "Hopeless")));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await Eventually.Seen(() => Attempts(id), attempts => attempts == attempt);
            server.Clock.Step(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1));
        }

        var task = await calls.Final(id);
        Assert.Equal("ERROR", task.GetProperty("Status").GetString());
        Assert.Contains("55000", task.GetProperty("StatusReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(11, await Attempts(id));

        await ClearFault("Hopeless");
        var replayed = await calls.Own(HttpMethod.Post, $"intake/requests/{id}/replay");
        Assert.Equal("""{"replayed":1}""", replayed.Body);
        await calls.Answer(id);
        Assert.NotNull(await rows.Find("hopeless@example.com"));
        Assert.Equal(HttpStatusCode.Conflict, (await calls.Own(HttpMethod.Post, $"intake/requests/{id}/replay")).Status);
    }

    private async Task<int> Attempts(Guid id) =>
        (await calls.Own(HttpMethod.Get, $"intake/requests/{id}")).Json.GetProperty("attempts").GetInt32();

    private Task SetFault(string name, string code) => calls.Execute(
        "INSERT INTO fault (account_id, name, code) VALUES (@AccountId, @name, @code)", new { calls.AccountId, name, code });

    private Task ClearFault(string name) =>
        calls.Execute("DELETE FROM fault WHERE account_id = @AccountId AND name = @name", new { calls.AccountId, name });
}
