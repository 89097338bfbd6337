using System.Globalization;
using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using Xunit;

namespace Leadline.Tests.Webhooks;

/// <summary>Events reach those who ask for them, in the forms of core §7.2, once each and in the order of each lead.</summary>
public sealed class WebhookTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    [Fact]
    public async Task A_new_lead_is_told_as_one_flat_object_with_the_documented_query_and_headers()
    {
        await using var receiver = await WebhookReceiver.Start();
        var hook = await server.Hook(receiver.Url + "?own=1", 3);

        var lead = await server.Lead("told@example.com", ("FirstName", "Tola"), ("Source", "Ads"));
        await receiver.Received(1);

        var call = receiver.Calls[0];
        Assert.Equal($"/hook?own=1&entityType=webhook&entityId={hook}&eventType=Lead_Post_Create", call.Path);
        Assert.Equal("v", call.Headers["x-api-key"]);
        Assert.StartsWith("application/json", call.Headers["Content-Type"], StringComparison.Ordinal);
        var body = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal(lead, body.GetProperty("ProspectID").GetString());
        Assert.Equal("Tola", body.GetProperty("FirstName").GetString());
        Assert.Equal("Ads", body.GetProperty("Source").GetString());
        Assert.Equal("0", body.GetProperty("Score").GetString());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("Phone").ValueKind);
        await Remove(hook);
    }

    [Fact]
    public async Task The_signature_is_that_of_standard_webhooks()
    {
        await using var receiver = await WebhookReceiver.Start();
        var made = await server.Post("/leadline/v1/webhooks", $$"""{"url":"{{receiver.Url}}","events":["lead.created"]}""");
        var secret = made.Json.GetProperty("secret").GetString()!;

        await server.Lead("signed@example.com");
        await receiver.Received(1);

        var call = receiver.Calls[0];
        var headers = new HeaderDictionary();
        foreach (var (name, value) in call.Headers)
            headers[name] = value;
        new StandardWebhook(secret).Verify(call.Body, headers);
        Assert.Equal("lead.created", JsonDocument.Parse(call.Body).RootElement.GetProperty("kind").GetString());
        Assert.ThrowsAny<Exception>(() => new StandardWebhook(secret).Verify(call.Body + " ", headers));
        await Remove(made.Json.GetProperty("id").GetString()!);
    }

    [Theory]
    [InlineData(6, null, 3)]
    [InlineData(5, null, 1)]
    [InlineData(4, null, 0)]
    [InlineData(26, """{"FieldName":"mx_City"}""", 1)]
    public async Task A_change_is_told_with_the_lead_before_and_after_it(int number, string? properties, int told)
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var all = await WebhookReceiver.Start();
        var lead = await server.Lead($"changes{number}@example.com", ("ProspectStage", "Prospect"));
        var hook = await server.Hook(receiver.Url, number, new { WebhookProperties = properties });
        var hookOfAll = await server.Hook(all.Url, 6);

        await Update(lead, "mx_City", "Pune");
        await Update(lead, "ProspectStage", "Opportunity");
        await Update(lead, "FirstName", "Changed");
        await all.Received(3);
        await receiver.Received(told);

        Assert.Equal(told, receiver.Calls.Count);
        var city = JsonDocument.Parse(all.Calls[0].Body).RootElement;
        Assert.Equal(JsonValueKind.Null, city.GetProperty("Before").GetProperty("mx_City").ValueKind);
        Assert.Equal("Pune", city.GetProperty("After").GetProperty("mx_City").GetString());
        Assert.Equal(lead, city.GetProperty("After").GetProperty("ProspectID").GetString());
        var stage = JsonDocument.Parse(all.Calls[1].Body).RootElement;
        Assert.Equal("Prospect", stage.GetProperty("Before").GetProperty("ProspectStage").GetString());
        Assert.Equal("Opportunity", stage.GetProperty("After").GetProperty("ProspectStage").GetString());
        await Remove(hook);
        await Remove(hookOfAll);
    }

    [Fact]
    public async Task An_activity_is_told_as_an_array_of_its_row()
    {
        await using var receiver = await WebhookReceiver.Start();
        var lead = await server.Lead("acts@example.com");
        var hook = await server.Hook(
            receiver.Url, 2, new { ActivityEvent = "22", WebhookProperties = """{"ActivityEvent":"22","ActivityData":"[]","WebPageNames":"[]"}""" });

        var other = await server.Post("/v2/ProspectActivity.svc/Create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":21,"ActivityNote":"in"}""");
        var call = await server.Post("/v2/ProspectActivity.svc/Create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":22,"ActivityNote":"out"}""");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.Status, call.Status));
        await receiver.Received(1);

        var rows = JsonDocument.Parse(Assert.Single(receiver.Calls).Body).RootElement;
        var row = Assert.Single(rows.EnumerateArray().ToList());
        Assert.Equal(call.Id, row.GetProperty("ProspectActivityId").GetString());
        Assert.Equal(lead, row.GetProperty("RelatedProspectId").GetString());
        Assert.Equal("22", row.GetProperty("ActivityEvent").GetString());
        Assert.Equal(JsonValueKind.Number, row.GetProperty("Score").ValueKind);
        Assert.Equal("out", row.GetProperty("Data").GetProperty("Note").GetString());
        await Remove(hook);
    }

    [Fact]
    public async Task Receivers_that_fail_hang_or_redirect_keep_no_other_waiting_and_the_order_of_a_lead_holds()
    {
        await using var good = await WebhookReceiver.Start();
        await using var bad = await WebhookReceiver.Start();
        await using var slow = await WebhookReceiver.Start();
        await using var moved = await WebhookReceiver.Start();
        bad.Answer = _ => Task.FromResult(500);
        moved.Answer = _ => Task.FromResult(302);
        var end = new TaskCompletionSource();
        slow.Answer = async _ =>
        {
            await end.Task;
            return 200;
        };
        List<string> hooks = [];
        foreach (var receiver in new[] { bad, slow, moved, good })
            hooks.Add(await server.Hook(receiver.Url, 6));
        var leads = new List<string>();
        for (var i = 0; i < 5; i++)
            leads.Add(await server.Lead($"order{i}@example.com"));

        for (var step = 0; step < 10; step++)
            foreach (var lead in leads)
                await Update(lead, "FirstName", $"Step{step}");
        await good.Received(50);

        foreach (var lead in leads)
            Assert.Equal(
                Enumerable.Range(0, 10).Select(step => $"Step{step}"),
                Afters(good.Calls).Where(after => after.GetProperty("ProspectID").GetString() == lead)
                    .Select(after => after.GetProperty("FirstName").GetString()));
        Assert.All(moved.Calls, call => Assert.StartsWith("/hook", call.Path, StringComparison.Ordinal));
        end.SetResult();
        foreach (var hook in hooks)
            await Remove(hook);
    }

    [Fact]
    public async Task After_ten_tries_in_a_row_it_is_switched_off_and_on_again_it_is_told_exactly_the_rest()
    {
        await using var receiver = await WebhookReceiver.Start();
        var hook = await server.Hook(receiver.Url, 3);
        await server.Lead("before-down@example.com");
        await receiver.Received(1);
        receiver.Answer = _ => Task.FromResult(503);
        for (var i = 0; i < 4; i++)
            await server.Lead($"down{i}@example.com");

        var off = await Eventually.Seen(
            async () =>
            {
                await server.MakeDue();
                return await server.Own($"webhooks/{hook}");
            },
            seen => !seen.GetProperty("isActive").GetBoolean());
        Assert.Equal(10, off.GetProperty("failures").GetInt32());
        Assert.Equal("10 tries in a row failed, the last one with status 503.", off.GetProperty("reason").GetString());
        var listed = await server.Post("/v2/Webhook.svc/Retrieve", """{"Parameter":{"Type":"Webhook","StatusCode":2}}""");
        Assert.Contains(hook, listed.Body, StringComparison.Ordinal);

        receiver.Answer = _ => Task.FromResult(200);
        var before = receiver.Calls.Count;
        await server.Lead("while-off@example.com");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/webhooks/{hook}", """{"isActive":true}""");
        await receiver.Received(before + 5);

        Assert.Equal(
            ["down0@example.com", "down1@example.com", "down2@example.com", "down3@example.com", "while-off@example.com"],
            receiver.Calls.Skip(before)
                .Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("EmailAddress").GetString()).Order());
        var deliveries = (await server.Own($"webhooks/{hook}/deliveries?failed=true")).GetProperty("deliveries");
        Assert.All(deliveries.EnumerateArray(), one => Assert.Equal(503, one.GetProperty("status").GetInt32()));
        await Remove(hook);
    }

    [Fact]
    public async Task An_event_that_is_refused_while_others_get_through_is_left_after_three_tries()
    {
        await using var receiver = await WebhookReceiver.Start();
        receiver.Answer = call => Task.FromResult(call.Body.Contains("poison@", StringComparison.Ordinal) ? 400 : 200);
        var hook = await server.Hook(receiver.Url, 3);

        await server.Lead("poison@example.com");
        await Eventually.Seen(
            async () =>
            {
                await server.Lead($"fine{Guid.NewGuid():N}@example.com");
                await server.MakeDue();
                return (await server.Own($"webhooks/{hook}/deliveries?failed=true")).GetProperty("deliveries").EnumerateArray()
                    .Count(one => one.GetProperty("isGivenUp").GetBoolean());
            },
            left => left == 1);

        Assert.True((await server.Own($"webhooks/{hook}")).GetProperty("isActive").GetBoolean());
        Assert.All(
            receiver.Calls.Where(call => !call.Body.Contains("poison@", StringComparison.Ordinal)).GroupBy(call => call.Headers["webhook-id"]),
            calls => Assert.Single(calls));
        await Remove(hook);
    }

    [Fact]
    public async Task A_delivery_is_sent_once_more_as_it_was()
    {
        await using var receiver = await WebhookReceiver.Start();
        var hook = await server.Hook(receiver.Url, 3);
        var lead = await server.Lead("resent@example.com", ("FirstName", "Before"));
        var sent = await Eventually.Seen(
            async () => (await server.Own($"webhooks/{hook}/deliveries")).GetProperty("deliveries").EnumerateArray().ToList(),
            all => all.Count == 1);
        await Update(lead, "FirstName", "After");

        var path = $"/leadline/v1/webhooks/{hook}/deliveries/{sent[0].GetProperty("id").GetString()}/resend";
        var again = await server.Post(path, "");
        var unknown = await server.Post($"/leadline/v1/webhooks/{hook}/deliveries/{Guid.NewGuid()}/resend", "");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (again.Status, unknown.Status));
        Assert.Equal((2, 200), (again.Json.GetProperty("attempt").GetInt32(), again.Json.GetProperty("status").GetInt32()));
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Equal(receiver.Calls[0].Body, receiver.Calls[1].Body);
        Assert.Equal(receiver.Calls[0].Headers["webhook-id"], receiver.Calls[1].Headers["webhook-id"]);
        Assert.Equal(2, (await server.Own($"webhooks/{hook}/deliveries")).GetProperty("deliveries").GetArrayLength());
        await Remove(hook);
    }

    [Fact]
    public async Task It_is_told_again_from_any_moment()
    {
        await using var receiver = await WebhookReceiver.Start();
        var hook = await server.Hook(receiver.Url, 3);
        await server.Lead("early@example.com");
        await receiver.Received(1);
        var moment = DateTime.UtcNow;
        await server.Lead("late@example.com");
        await receiver.Received(2);

        var replayed = await server.Post(
            $"/leadline/v1/webhooks/{hook}/replay", JsonSerializer.Serialize(new { from = moment.ToString("O", CultureInfo.InvariantCulture) }));
        Assert.Equal(HttpStatusCode.OK, replayed.Status);
        await receiver.Received(3);

        Assert.Contains("late@example.com", receiver.Calls[2].Body, StringComparison.Ordinal);
        Assert.Equal(receiver.Calls[1].Headers["webhook-id"], receiver.Calls[2].Headers["webhook-id"]);
        await Remove(hook);
    }

    [Fact]
    public async Task The_feed_has_each_event_once_in_order()
    {
        var start = (await server.Own("events?kinds=nothing.at-all")).GetProperty("next").GetString();
        List<string> made = [];
        for (var i = 0; i < 7; i++)
            made.Add(await server.Lead($"feed{i}@example.com"));

        var (seen, next) = (new List<string?>(), start);
        await Eventually.Holds(async () =>
        {
            var page = await server.Own($"events?after={next}&kinds=lead.created&limit=3");
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("leadId").GetString()));
            next = page.GetProperty("next").GetString();
            return seen.Count >= 7;
        });

        Assert.Equal(made, seen.OfType<string>().Where(made.Contains));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Get("/leadline/v1/events?after=nowhere")).Status);
    }

    /// <summary>Core §2.3: of an update by LeadSquared's call nobody is told unless the call asks for it.</summary>
    [Theory]
    [InlineData("Lead.Update?leadId=LEAD", false)]
    [InlineData("Lead.Update?leadId=LEAD&postUpdatedLead=false", false)]
    [InlineData("Lead.Update?leadId=LEAD&postUpdatedLead=true", true)]
    [InlineData("Lead.Convert?leadId=LEAD", false)]
    [InlineData("Lead.Convert?leadId=LEAD&postUpdatedLead=true", true)]
    [InlineData("Lead.CreateOrUpdate?postUpdatedLead=false", false)]
    [InlineData("Lead.CreateOrUpdate?postUpdatedLead=true", true)]
    [InlineData("Lead.CreateOrUpdate", true)]
    public async Task An_update_is_told_when_the_call_says_so(string call, bool isTold)
    {
        await using var wire = await WebhookReceiver.Start();
        await using var own = await WebhookReceiver.Start();
        var email = $"quiet{Guid.NewGuid():N}@example.com";
        var lead = await server.Lead(email);
        var hook = await server.Hook(wire.Url, 6);
        var made = await server.Post("/leadline/v1/webhooks", $$"""{"url":"{{own.Url}}","events":["lead.updated"]}""");

        var body = JsonSerializer.Serialize(new[] { new { Attribute = "EmailAddress", Value = email }, new { Attribute = "FirstName", Value = "Quiet" } });
        var changed = await server.Post($"/v2/LeadManagement.svc/{call.Replace("LEAD", lead, StringComparison.Ordinal)}", body);
        await Update(lead, "FirstName", "Loud");
        await own.Received(2);
        await wire.Received(isTold ? 2 : 1);

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(isTold ? ["Quiet", "Loud"] : new[] { "Loud" }, Afters(wire.Calls).Select(after => after.GetProperty("FirstName").GetString()));
        await Remove(hook);
        await server.Send(HttpMethod.Delete, $"/leadline/v1/webhooks/{made.Json.GetProperty("id").GetString()}", null);
    }

    private static IEnumerable<JsonElement> Afters(IEnumerable<ReceivedCall> calls) =>
        calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("After"));

    private async Task Update(string lead, string field, string value) => Assert.Equal(
        HttpStatusCode.OK,
        (await server.Post(
            $"/v2/LeadManagement.svc/Lead.Update?leadId={lead}&postUpdatedLead=true",
            JsonSerializer.Serialize(new[] { new { Attribute = field, Value = value } }))).Status);

    private async Task Remove(string hook) =>
        Assert.Equal(HttpStatusCode.OK, (await server.Get($"/v2/Webhook.svc/Delete?webhookId={hook}")).Status);
}
