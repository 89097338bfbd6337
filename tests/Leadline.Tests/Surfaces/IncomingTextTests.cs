using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Portals;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>What holds for every text that comes in, whichever surface takes it.</summary>
public sealed class IncomingTextTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Nul = "\\u0000";

    /// <summary>Definitions of Leadline's own API; # stands where U+0000 is put.</summary>
    [Theory]
    [InlineData("POST", "ticket-groups", """{"name":"A#"}""")]
    [InlineData("POST", "ticket-groups", """{"name":"A","types":["B#"]}""")]
    [InlineData("POST", "ticket-groups", """{"name":"A","agents":[{"userId":"@","skills":["S#"]}]}""")]
    [InlineData("POST", "ticket-fields", """{"schemaName":"CustomData.Nul","displayName":"N#"}""")]
    [InlineData("POST", "ticket-fields",
        """{"schemaName":"CustomData.N","displayName":"N","type":"dropdown","options":["A#"]}""")]
    [InlineData("POST", "ticket-fields", """{"schemaName":"CustomData.M","displayName":"N","defaultValue":"A#"}""")]
    [InlineData("PUT", "ticket-fields/Channel/options", """{"options":["A#"]}""")]
    [InlineData("POST", "sla-policies", """{"name":"P#","targets":{"High":{"responseMinutes":5}}}""")]
    [InlineData("POST", "sla-policies",
        """{"name":"P","appliesTo":{"Type":"A#"},"targets":{"High":{"responseMinutes":5}}}""")]
    [InlineData("POST", "sla-policies",
        """{"name":"P","appliesTo":{"Type#":"A"},"targets":{"High":{"responseMinutes":5}}}""")]
    [InlineData("POST", "sla-policies", """{"name":"P","targets":{"High#":{"responseMinutes":5}}}""")]
    [InlineData("POST", "business-hours", """{"name":"H#","timeZone":"UTC"}""")]
    [InlineData("POST", "business-hours",
        """{"name":"H","timeZone":"UTC","holidays":[{"day":"2026-12-25","name":"X#"}]}""")]
    [InlineData("PATCH", "service-desk", """{"mailName":"A#"}""")]
    [InlineData("PATCH", "service-desk", """{"mailType":"A#"}""")]
    [InlineData("PATCH", "service-desk", """{"apiAddresses":["A#"]}""")]
    [InlineData("POST", "opportunity-types", """{"name":"A#"}""")]
    [InlineData("POST", "opportunity-types", """{"name":"A","fields":[{"displayName":"F#"}]}""")]
    [InlineData("POST", "portals", """{"name":"A#","settings":{}}""")]
    [InlineData("POST", "tickets", """{"fields":{"Title":"A#"}}""")]
    [InlineData("POST", "tickets", """{"fields":{"Title#":"A"}}""")]
    [InlineData("POST", "tickets",
        """{"fields":{"Title":"A"},"lead":{"EmailAddress":"a@example.com","FirstName":"A#"}}""")]
    [InlineData("POST", "tickets/search", """{"words":"A#"}""")]
    [InlineData("POST", "tickets/search", """{"filters":[{"field":"Title#","value":"A"}]}""")]
    [InlineData("POST", "tickets/1/notes", """{"text":"A#"}""")]
    [InlineData("POST", "portal-tokens?kind=a%00", "{}")]
    [InlineData("PUT", "service-roles/a", """{"role":"A#"}""")]
    [InlineData("GET", "tickets?tag=%00", null)]
    [InlineData("GET", "tickets?words=a%00b", null)]
    [InlineData("GET", "tickets?Title=%00", null)]
    [InlineData("GET", "tickets?%00=Title", null)]
    [InlineData("GET", "tickets?sort=%00", null)]
    [InlineData("GET", "intake/failures?before=%00", null)]
    public async Task A4_nul_is_refused_everywhere_in_Leadlines_own_api(string method, string path, string? body)
    {
        var answer = await server.Send(new HttpMethod(method), $"/leadline/v1/{path}", body?.Replace("#", Nul));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(400, answer.Json.GetProperty("status").GetInt32());
        Assert.Equal("malformedBody", answer.Json.GetProperty("code").GetString());
        Assert.Contains("U+0000", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/LeadManagement.svc/Lead.Create", """[{"Attribute":"FirstName","Value":"A#"}]""")]
    [InlineData("/v2/LeadManagement.svc/Lead.Create", """[{"Attribute":"FirstName#","Value":"A"}]""")]
    [InlineData("/v2/LeadManagement.svc/Lead.Create", """[{'Attribute':'FirstName','Value':'A#',}]""")]
    [InlineData("/v2/LeadManagement.svc/Lead/Bulk/Create", """[[{"Attribute":"FirstName","Value":"A#"}]]""")]
    [InlineData("/v2/ProspectActivity.svc/CreateType", """{"ActivityEventName":"A#"}""")]
    [InlineData("/v2/OpportunityManagement.svc/Capture", """{"LeadDetails":[],"More":"#"}""")]
    [InlineData("/v2/LeadManagement.svc/Leads.Get?x=%00", "{}")]
    [InlineData("/v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=a%00b@example.com", null)]
    [InlineData("/v2/LeadManagement.svc/Leads.GetByQuickSearch?key=a%00b", null)]
    [InlineData("/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName=%00", null)]
    [InlineData("/lead/status?RequestID=%00", null)]
    [InlineData("/v2/UserManagement.svc/Users.Get?accessKey=a&secretKey=%00", null)]
    public async Task A4_nul_is_refused_in_LeadSquareds_form(string path, string? body)
    {
        var answer = await server.Send(
            body is null ? HttpMethod.Get : HttpMethod.Post, path, body?.Replace("#", Nul));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("MXInvalidInputException", answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Contains("U+0000", answer.Json.GetProperty("ExceptionMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A4_nul_is_refused_in_the_form_of_every_other_surface()
    {
        var bearer = ("Authorization", $"Bearer {server.Credentials.IspcrmToken}");
        foreach (var (path, body) in new[]
            {
                ("/api/v1/subscriber/CreateLead", """{"name":"A#","email":"a@example.com","phone":"9855555555"}"""),
                ("/api/v1/subscriber/Login", """{"username":"a#@example.com","password":"x"}"""),
                ("/api/v1/subscriber/CreateLead?x=%00", """{"name":"A"}"""),
            })
        {
            var answer = await server.Send(HttpMethod.Post, path, body.Replace("#", Nul), bearer);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.False(answer.Json.GetProperty("success").GetBoolean());
        }

        foreach (var (path, body) in new[] { ("tickets", """{"Title":"A#"}"""), ("tickets?x=%00", "{}") })
        {
            var answer = await server.Crm(HttpMethod.Post, path, body.Replace("#", Nul));
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("U+0000", answer.Body, StringComparison.Ordinal);
        }

        var portal = await server.Call(
            PortalServer.SignIn, $$"""{"EmailAddress":"a{{Nul}}@example.com","Password":"x"}""", server.Headers);
        Assert.Equal(HttpStatusCode.BadRequest, portal.Status);
        Assert.Equal("MXInvalidInputException", portal.Json.GetProperty("ExceptionType").GetString());
    }

    /// <summary>Two backslashes are a backslash: this is the text \u0000 of six characters.</summary>
    [Fact]
    public async Task A4_the_text_that_only_looks_so_is_taken()
    {
        var created = await server.Post(
            "/v2/LeadManagement.svc/Lead.Create", """[{"Attribute":"FirstName","Value":"\\u0000 \\\\u0000"}]""");

        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal(@"\u0000 \\u0000", await server.Rows.Value(Guid.Parse(created.Id), "FirstName"));
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("forgot")]
    [InlineData("register")]
    public async Task A4_nul_in_a_form_of_the_hosted_portal_is_no_fault(string page)
    {
        var visitor = new Visitor(server.Url);
        var path = $"/portal/{server.Credentials.PortalId}/{page}";
        await visitor.Get(path);
        foreach (var name in new[] { "email", "EmailAddress", "FirstName", "password", "\0" })
        {
            using var response = await visitor.Post(path, ("email", "a@example.com"), (name, "a\0@example.com"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("A\\u0000", "file.txt", HttpStatusCode.BadRequest)]
    [InlineData("A", "fi\0le.txt", HttpStatusCode.OK)]
    public async Task A4_nul_in_a_part_of_a_tickets_form_is_no_fault(string title, string file, HttpStatusCode status)
    {
        var ticket = $$$"""
            {"TypeId":"1","RelatedTicketTypeId":1,"Fields":[{"SchemaName":"Title","Value":"{{{title}}}"},
             {"SchemaName":"LeadDetail.EmailAddress","Value":"nul.in.a.part@example.com"}]}
            """;
        using var form = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"--b\r\nContent-Disposition: form-data; name=\"ticketDTO\"\r\n\r\n{ticket}\r\n"
            + $"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{file}\"\r\n"
            + "Content-Type: text/a\0b\r\n\r\nx\r\n--b--\r\n"));
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        Assert.Equal(status, (await server.Crm(HttpMethod.Post, "tickets", form)).Status);
    }

    [Fact]
    public async Task A4_nul_in_a_path_or_a_header_is_no_fault()
    {
        var basic = Convert.ToBase64String("a\0:b"u8);
        foreach (var head in new[]
            {
                "GET /leadline/v1/tickets/%00 HTTP/1.1\r\nHost: a",
                "GET /v2/%00 HTTP/1.1\r\nHost: a",
                "GET /leadline/v1/tickets HTTP/1.1\r\nHost: a\r\nx-LSQ-AccessKey: a\0b\r\nx-LSQ-SecretKey: c",
                $"GET /leadline/v1/tickets HTTP/1.1\r\nHost: a\r\nAuthorization: Basic {basic}",
            })
        {
            using var connection = new System.Net.Sockets.TcpClient();
            await connection.ConnectAsync(server.Url.Host, server.Url.Port, TestContext.Current.CancellationToken);
            var stream = connection.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"{head}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Matches("^HTTP/1.1 40[01] ", status);
        }
    }

    [Fact]
    public async Task P7_a_byte_order_mark_is_let_pass_at_every_door()
    {
        var bearer = ("Authorization", $"Bearer {server.Credentials.IspcrmToken}");
        var apiKey = ("x-api-key", server.Credentials.AsyncApiKey);
        (string Path, string Body, (string, string)[] Headers)[] calls =
        [
            ("/api/v1/subscriber/CreateLead", """{"name":"B","email":"b@example.com","phone":"9811100055"}""", [bearer]),
            ("/api/v1/subscriber/Login", JsonSerializer.Serialize(
                new { username = server.Credentials.AdminEmail, password = server.Credentials.AdminPassword }), []),
            ("/v2/LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"bom@example.com"}]""", []),
            ("/lead/capture", """[{"Attribute":"EmailAddress","Value":"bom@example.com"}]""", [apiKey]),
            ("/leadline/v1/opportunity-types", """{"name":"BOM"}""", []),
            ("/leadline/v1/portals", """{"name":"BOM"}""", []),
        ];
        foreach (var (path, body, headers) in calls)
        {
            var plain = await server.Send(HttpMethod.Post, path, body, headers);
            var marked = await server.Send(HttpMethod.Post, path, "\ufeff" + body.Replace("BOM", "BOM2"), headers);
            Assert.True(marked.Status == HttpStatusCode.OK, $"{path}: {plain.Body} {marked.Body}");
        }

        var crm = await server.Crm(
            HttpMethod.Post, "conversation/filter", $$"""{{'\ufeff'}}{"TicketId":{{server.Credentials.TicketId}}}""");
        Assert.True(crm.Status == HttpStatusCode.OK, crm.Body);
        var portal = await server.Call(
            PortalServer.Register,
            "\ufeff" + JsonSerializer.Serialize(PortalServer.RegisterBody("bom2@example.com")),
            server.Headers);
        Assert.True(portal.Status == HttpStatusCode.OK, portal.Body);
    }
}
