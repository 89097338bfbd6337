using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>What reads as JSON is taken whatever its type; what does not is told the right one, on every surface.</summary>
public sealed class ContentTypeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Advice =
        " Make sure that content type is set to “application/json” and the JSON body has correct attribute names and structure.";

    private const string Lead = """
        {"first_name":"A","last_name":"B","email":"type@example.com","phone":"9777777777","address":"C","city":"D","state":"E","pincode":"560001","remarks":"F"}
        """;

    private const string Ticket = """
        {"TypeId":"1","RelatedTicketTypeId":1,"Fields":[{"SchemaName":"Title","Value":"A"},{"SchemaName":"LeadDetail.EmailAddress","Value":"type@example.com"}]}
        """;

    public static readonly TheoryData<string, string, string> Calls = new()
    {
        { "/v2/LeadManagement.svc/Lead.Capture", "ExceptionMessage", """[{"Attribute":"EmailAddress","Value":"type@example.com"}]""" },
        { "/v2/LeadManagement.svc/Leads.Get", "ExceptionMessage", """{"Parameter":{"LookupName":"EmailAddress","LookupValue":"a","SqlOperator":"="}}""" },
        { "/v2/ProspectActivity.svc/CreateCustom", "ExceptionMessage", "{}" },
        { "/api/Authentication/v2/SecureForgotPassword", "ExceptionMessage", """{"EmailAddress":"type@example.com"}""" },
        { "/api/tenants/{0}/tickets", "ReasonForFailure", Ticket },
        { "/api/v1/subscriber/CreateLead", "message", Lead },
        { "/api/v1/subscriber/Login", "message", """{"username":"a","password":"b"}""" },
        { "/leadline/v1/portals", "detail", """{"name":"Typed"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_no_json_is_told_the_type(string path, string member, string json)
    {
        foreach (var (type, body) in ((string?, string)[])[
            ("application/x-www-form-urlencoded", "EmailAddress=a%40example.com&FirstName=A"),
            ("application/xml", "<lead><email>a@example.com</email></lead>"),
            ("multipart/mixed; boundary=b", "--b--"),
            (null, json[..^1])])
        {
            var answer = await Send(path, type, body);

            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.EndsWith(Advice, answer.Json.GetProperty(member).GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_sent_as_json_needs_no_advice(string path, string member, string json)
    {
        foreach (var type in (string[])["application/json", "Application/JSON; charset=utf-8"])
        {
            var answer = await Send(path, type, json[..^1]);

            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.DoesNotContain(Advice, answer.Json.GetProperty(member).GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Json_is_taken_whatever_its_type(string path, string member, string json)
    {
        var asJson = await Send(path, "application/json", json);
        foreach (var type in (string?[])[null, "text/plain", "application/x-www-form-urlencoded", "text/xml"])
        {
            var answer = await Send(path, type, json);

            Assert.Equal(asJson.Status, answer.Status);
            Assert.DoesNotContain(Advice, answer.Body, StringComparison.Ordinal);
            Assert.True(asJson.Status != HttpStatusCode.BadRequest || answer.Json.TryGetProperty(member, out _));
        }
    }

    private async Task<Answer> Send(string path, string? type, string body)
    {
        var keys = server.Credentials;
        var isIspcrm = path.StartsWith("/api/v1/", StringComparison.Ordinal);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, string.Format(null, path, keys.OrgId)) { Content = content };
        request.Headers.Add("x-LSQ-AccessKey", keys.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", keys.SecretKey);
        request.Headers.Add("X-LSQ-ACCESS-KEY", keys.AccessKey);
        request.Headers.Add("X-LSQ-SECRET-KEY", keys.SecretKey);
        request.Headers.TryAddWithoutValidation("Authorization", isIspcrm ? $"Bearer {keys.IspcrmToken}" : keys.PortalAuthKey);
        request.Headers.Add("x-lsq-registertoken", keys.PortalRegisterToken);
        request.Headers.Add("x-lsq-portalid", keys.PortalId);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
