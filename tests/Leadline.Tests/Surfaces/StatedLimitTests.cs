using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Portals;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>A6: every list and every text of a body has a limit, which the documents state and the calls hold.</summary>
public sealed class StatedLimitTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string V2 = "/v2/";
    private const string Own = "/leadline/v1/";

    /// <summary># stands for 100,000 items or so, @ for 9 MB of text.</summary>
    [Theory]
    [InlineData("POST", Own + "tickets", """{"fields":{"Title":"A"},"watchers":["w@example.com"#]}""", "'watchers' has more than 50 items.")]
    [InlineData("PATCH", Own + "tickets/1", """{"addWatchers":["w@example.com"#]}""", "'addWatchers' has more than 50 items.")]
    [InlineData("PATCH", Own + "tickets/1", """{"removeWatchers":["w@example.com"#]}""", "'removeWatchers' has more than 50 items.")]
    [InlineData("PATCH", Own + "tickets/1", """{"addTags":["t"#]}""", "'addTags' has more than 100 items.")]
    [InlineData("PATCH", Own + "tickets/1", """{"addTags":["@"]}""", "An item of 'addTags' has more than 200 characters.")]
    [InlineData("PATCH", Own + "tickets/1", """{"fields":{"Title":"@"}}""", "'Title' of 'fields' has more than 100000 characters.")]
    [InlineData("POST", Own + "tickets/1/notes", """{"text":"@"}""", "'text' has more than 100000 characters.")]
    [InlineData("POST", Own + "tickets/1/notes", """{"text":"a","html":"@"}""", "'html' has more than 500000 characters.")]
    [InlineData("POST", Own + "tickets/search", """{"words":"@"}""", "'words' has more than 1000 characters.")]
    [InlineData("POST", Own + "tickets/search", """{"filters":[{"field":"Title"}#]}""", "A search has at most 20 filters.")]
    [InlineData("POST", Own + "opportunity-types", """{"name":"T","stages":["s"#]}""", "'stages' has more than 500 items.")]
    [InlineData("POST", Own + "opportunity-types", """{"name":"T","statuses":["s"#]}""", "'statuses' has more than 500 items.")]
    [InlineData("POST", Own + "opportunity-types", """{"name":"T","description":"@"}""", "'description' has more than 4000 characters.")]
    [InlineData("POST", Own + "opportunity-types", """{"name":"T","fields":[{"options":["s"#]}]}""", "'options' has more than 1000 items.")]
    [InlineData("POST", Own + "ticket-fields", """{"schemaName":"CustomData.L","options":["s"#]}""", "'options' has more than 1000 items.")]
    [InlineData("PUT", Own + "ticket-fields/Channel/options", """{"options":["s"#]}""", "'options' has more than 1000 items.")]
    [InlineData("POST", Own + "ticket-groups", """{"name":"@"}""", "'name' has more than 200 characters.")]
    [InlineData("POST", Own + "ticket-groups", """{"name":"G","types":["s"#]}""", "'types' has more than 200 items.")]
    [InlineData("POST", Own + "ticket-groups", """{"name":"G","agents":[{"userId":"x","skills":["s"#]}]}""", "'skills' has more than 100 items.")]
    [InlineData("POST", Own + "business-hours", """{"name":"H","holidays":[{"day":"2026-12-25"}#]}""", "'holidays' has more than 1000 items.")]
    [InlineData("POST", Own + "business-hours", """{"name":"H","week":{"monday":["09:00-10:00"#]}}""", "'monday' of 'week' has more than 1000 items.")]
    [InlineData("POST", Own + "sla-policies", """{"name":"P","responseSteps":[{"minutes":1,"notify":["a@example.com"#]}]}""", "'notify' has more than 50 items.")]
    [InlineData("PATCH", Own + "service-desk", """{"apiAddresses":["10.0.0.0/8"#]}""", "'apiAddresses' has more than 100 items.")]
    [InlineData("PATCH", Own + "service-desk", """{"doneStatuses":["Closed"#]}""", "'doneStatuses' has more than 100 items.")]
    [InlineData("POST", Own + "portals", """{"name":"P","settings":{"allowedOrigins":["https://a.example.com"#]}}""", "'allowedOrigins' has more than 100 items.")]
    [InlineData("POST", Own + "portals", """{"name":"P","settings":{"profileFields":["City"#]}}""", "'profileFields' has more than 100 items.")]
    [InlineData("POST", Own + "portals", """{"name":"@"}""", "'name' has more than 200 characters.")]
    [InlineData("POST", V2 + "LeadManagement.svc/Lead.Capture", """[{"Attribute":"Notes","Value":"@"}]""", "'Notes' has more than 100000 characters.")]
    [InlineData("POST", V2 + "LeadManagement.svc/Lead.Capture", """[{"Attribute":"Notes","Value":"a"}#]""", "The body has more than 1000 items.")]
    [InlineData("POST", V2 + "LeadManagement.svc/CreateLeadField", """{"DisplayName":"L","OptionsJson":[{"Value":"a"}#]}""", "'OptionsJson' has more than 1000 items.")]
    [InlineData("POST", V2 + "ProspectActivity.svc/Create", """{"ActivityEvent":105,"ActivityNote":"@"}""", "'ActivityNote' has more than 100000 characters.")]
    [InlineData("POST", V2 + "ProspectActivity.svc/Create", """{"ActivityEvent":105,"Fields":[{"SchemaName":"a","Value":"b"}#]}""", "'Fields' has more than 1000 items.")]
    [InlineData("POST", V2 + "OpportunityManagement.svc/Capture", """{"Opportunity":{"OpportunityNote":"@"}}""", "'OpportunityNote' has more than 100000 characters.")]
    [InlineData("POST", V2 + "ProspectActivity.svc/CreateType", """{"ActivityEventName":"@"}""", "'ActivityEventName' has more than 4000 characters.")]
    [InlineData("POST", V2 + "ProspectActivity.svc/CreateType", """{"ActivityEventName":"A","Fields":[{"SchemaName":"a"}#]}""", "'Fields' has more than 50 items.")]
    public async Task A6_what_is_beyond_a_limit_is_refused_by_name(string method, string path, string body, string message)
    {
        var answer = await server.Send(new HttpMethod(method), path, Grown(body));

        Assert.True(answer.Status is HttpStatusCode.BadRequest, answer.Body);
        Assert.Equal(message, answer.Json.GetProperty(path.StartsWith(Own, StringComparison.Ordinal) ? "detail" : "ExceptionMessage").GetString());
    }

    [Fact]
    public async Task A6_other_surfaces_refuse_in_their_own_forms()
    {
        var lead = await server.Send(
            HttpMethod.Post, "/api/v1/subscriber/CreateLead", Grown("""{"name":"A","email":"a@example.com","phone":"9876543210","remarks":"@"}"""),
            ("Authorization", $"Bearer {server.Credentials.IspcrmToken}"));
        var note = await server.Crm(HttpMethod.Post, "internalnote/upload", Grown("""{"TextPart":"@","RelatedTicketId":"1"}"""));
        var trash = await server.Crm(HttpMethod.Put, "tickets/trash", Grown("""{"TicketIds":["1"#]}"""));

        Assert.Equal((HttpStatusCode.BadRequest, """{"success":false,"message":"Invalid request data"}"""), (lead.Status, lead.Body));
        Assert.Equal((HttpStatusCode.BadRequest, "'TextPart' has more than 100000 characters."),
            (note.Status, note.Json.GetProperty("ReasonForFailure").GetString()));
        Assert.Equal((HttpStatusCode.BadRequest, "At most 500 tickets are deleted at a time."),
            (trash.Status, trash.Json.GetProperty("ReasonForFailure").GetString()));
    }

    [Fact]
    public async Task A6_what_grows_call_by_call_has_the_limit_too()
    {
        var number = await server.NewTicket("grows@example.com", "Grows");
        var path = $"{Own}tickets/{number}";
        string Watchers(int from, int count) => JsonSerializer.Serialize(
            new { addWatchers = Enumerable.Range(from, count).Select(i => $"w{i}@example.com") });

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Patch, path, Watchers(0, 50))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Patch, path, Watchers(10, 40))).Status);
        var watchers = await server.Send(HttpMethod.Patch, path, Watchers(50, 1));
        var tags = await server.Send(
            HttpMethod.Patch, path, JsonSerializer.Serialize(new { addTags = Enumerable.Range(0, 30).Select(i => new string('t', 90) + i) }));

        Assert.Equal("A ticket has at most 50 watchers.", watchers.Json.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, tags.Status);
        Assert.Contains("longer than 2000 characters", tags.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leadsquared")]
    [InlineData("ispcrm")]
    [InlineData("servicecrm")]
    [InlineData("leadline")]
    public async Task A6_the_documents_state_a_limit_on_each(string document)
    {
        var json = (await server.Get($"/openapi/{document}.json")).Json;
        var bare = new List<string>();
        foreach (var operation in json.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
            if (operation.Value.TryGetProperty("requestBody", out var body))
                foreach (var media in body.GetProperty("content").EnumerateObject())
                    Look(media.Value.GetProperty("schema"), operation.Value.GetProperty("operationId").GetString()!, 0);

        Assert.Empty(bare);

        void Look(JsonElement schema, string name, int depth)
        {
            if (schema.TryGetProperty("$ref", out var reference))
            {
                schema = json;
                foreach (var step in reference.GetString()!.Split('/').Skip(1))
                    schema = schema.GetProperty(step);
            }

            if (depth > 8)
                return;
            var type = schema.TryGetProperty("type", out var stated) ? stated.ToString() : "";
            if (type.Contains("array", StringComparison.Ordinal) && !schema.TryGetProperty("maxItems", out _))
                bare.Add($"{name} has no maxItems");
            if (type.Contains("string", StringComparison.Ordinal) && !schema.TryGetProperty("format", out _)
                && !schema.TryGetProperty("maxLength", out _))
                bare.Add($"{name} has no maxLength");
            if (schema.TryGetProperty("items", out var items))
                Look(items, name + "[]", depth + 1);
            if (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
            {
                if (!schema.TryGetProperty("maxProperties", out _))
                    bare.Add($"{name} has no maxProperties");
                Look(values, name + "{}", depth + 1);
            }

            if (schema.TryGetProperty("properties", out var members))
                foreach (var member in members.EnumerateObject())
                    Look(member.Value, $"{name}.{member.Name}", depth + 1);
        }
    }

    // The first item of the list, again and again.
    private static string Grown(string body)
    {
        var at = body.IndexOf('#', StringComparison.Ordinal);
        if (at < 0)
            return body.Replace("@\"", new string('x', 9_000_000) + "\"", StringComparison.Ordinal);
        var item = body[(body.LastIndexOf('[', at) + 1)..at];
        var count = Math.Min(100_000, 200_000 / (item.Count(letter => letter is ',' or '{') + 1));
        var grown = new StringBuilder(body, 0, at, 9_000_000);
        for (var i = 0; i < count && grown.Length < 9_000_000; i++)
            grown.Append(',').Append(item);
        return grown.Append(body, at + 1, body.Length - at - 1).ToString();
    }
}
