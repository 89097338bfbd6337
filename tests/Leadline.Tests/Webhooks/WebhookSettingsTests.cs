using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Webhooks;

/// <summary>What may be said of a webhook, and where it may be.</summary>
public sealed class WebhookSettingsTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("""{"URL":"ftp://example.com","WebhookEvent":"3"}""", "The URL is")]
    [InlineData("""{"URL":"https://user:secret@example.com","WebhookEvent":"3"}""", "The URL is")]
    [InlineData("""{"WebhookEvent":"3"}""", "The URL is")]
    [InlineData("""{"URL":"https://example.com/hook","WebhookEvent":"99"}""", "'WebhookEvent'")]
    [InlineData("""{"URL":"https://example.com/hook"}""", "'WebhookEvent'")]
    [InlineData("""{"URL":"https://example.com/hook","WebhookEvent":"2"}""", "You have not passed ActivityEvent.")]
    [InlineData("""{"URL":"https://example.com/hook","WebhookEvent":"3","WebhookProperties":"no json"}""", "Webhook Properties is not a valid JSON")]
    [InlineData("""{"URL":"https://example.com/hook","WebhookEvent":"3","ContentType":"image/png"}""", "The content type")]
    [InlineData("""{"URL":"https://example.com/hook","WebhookEvent":"3","CustomHeaders":[{"Key":"Host","Value":"x"}]}""", "headers")]
    [InlineData("""{"URL":"https://example.com/hook","WebhookEvent":"3","CustomHeaders":[{"Key":"a","Value":"x\r\ny: z"}]}""", "headers")]
    public async Task What_cannot_be_is_refused_in_the_surfaces_form(string body, string message)
    {
        var answer = await server.Post("/v2/Webhook.svc/Create", body);

        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
        Assert.Contains(message, answer.Json.GetProperty("ExceptionMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_made_found_changed_and_removed()
    {
        var made = await server.Post("/v2/Webhook.svc/Create", Body("3"));
        var update = await server.Post("/v2/Webhook.svc/Update", Body("6", $""", "WebhookId":"{made.Id}","Description":"renamed" """));
        Assert.Equal(made.Id, update.Id);

        var found = await server.Post(
            "/v2/Webhook.svc/Retrieve",
            $$"""{"Parameter":{"Type":"Webhook","WebhookEvent":"Lead_Post_Update","StatusCode":0,"SearchText":"RENAMED","WebhookId":"{{made.Id}}" },"Sorting":{"ColumnName":"ModifiedOn","Direction":"1"},"Paging":{"PageIndex":1,"PageSize":25} }""");
        Assert.Equal(1, found.Json.GetProperty("RecordCount").GetInt32());
        var row = Assert.Single(found.Json.GetProperty("Response").EnumerateArray().ToList());
        Assert.Equal((made.Id, "Lead_Post_Update", 0), (row.GetProperty("WebhookId").GetString(), row.GetProperty("EventCode").GetString(), row.GetProperty("StatusCode").GetInt32()));

        Assert.Equal(HttpStatusCode.OK, (await server.Get($"/v2/Webhook.svc/Delete?webhookId={made.Id}")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await server.Get($"/v2/Webhook.svc/Delete?webhookId={made.Id}")).Status);
    }

    [Fact]
    public async Task One_webhook_is_told_of_a_fields_changes()
    {
        const string Field = """, "WebhookProperties":"{\"FieldName\":\"mx_City\"}" """;
        var first = await server.Post("/v2/Webhook.svc/Create", Body("26", Field));
        var second = await server.Post("/v2/Webhook.svc/Create", Body("26", Field));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Contains("already", second.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_editors_are_told_apart()
    {
        var made = await server.Post("/leadline/v1/webhooks", """{"url":"https://example.com/hook","events":["ticket.*"]}""");
        var path = $"/leadline/v1/webhooks/{made.Json.GetProperty("id").GetString()}";

        var first = await server.Send(HttpMethod.Patch, path, """{"description":"one"}""", ("If-Match", "\"1\""));
        var second = await server.Send(HttpMethod.Patch, path, """{"description":"two"}""", ("If-Match", "\"1\""));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.Status, second.Status));
        Assert.Equal("one", (await server.Get(path)).Json.GetProperty("description").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Patch, path, """{"descripton":"x"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(path)).Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/", "addressNotAllowed")]
    [InlineData("http://localhost:9/", "addressNotAllowed")]
    [InlineData("http://[::1]:9/", "addressNotAllowed")]
    [InlineData("http://169.254.169.254/latest/", "addressNotAllowed")]
    [InlineData("http://2130706433:9/", "addressNotAllowed")]
    [InlineData("http://no-such-host.invalid/", "unknownHost")]
    public async Task It_goes_to_public_addresses_alone(string url, string problem)
    {
        var made = await server.Post("/leadline/v1/webhooks", JsonSerializer.Serialize(new { url, events = new[] { "lead.created" } }));

        var test = await server.Post($"/leadline/v1/webhooks/{made.Json.GetProperty("id").GetString()}/test", "");

        Assert.False(test.Json.GetProperty("succeeded").GetBoolean());
        Assert.Equal(problem, test.Json.GetProperty("problem").GetString());
    }

    private static string Body(string number, string more = "") =>
        $$"""{"URL":"https://example.com/hook","WebhookEvent":"{{number}}" {{more}} }""";
}
