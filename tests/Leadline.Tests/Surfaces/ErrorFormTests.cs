using System.Net;
using System.Text;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>Whatever goes wrong, the answer is JSON in the form of the surface that was called.</summary>
public sealed class ErrorFormTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    [Theory]
    [InlineData("GET", "/v2/LeadManagement.svc/Nothing", 404, "application/json", """{"Status":"Error","ExceptionType":"MXInvalidRequestException","ExceptionMessage":"The API could not be found. Please check the API signature."}""")]
    [InlineData("GET", "/nothing", 404, "application/json", """{"Status":"Error","ExceptionType":"MXInvalidRequestException","ExceptionMessage":"The API could not be found. Please check the API signature."}""")]
    [InlineData("GET", Capture, 405, "application/json", """{"Status":"Error","ExceptionType":"MXInvalidRequestException","ExceptionMessage":"The HTTP method is not allowed for this API."}""")]
    [InlineData("POST", "/api/v1/subscriber/Nothing", 404, "application/json", """{"success":false,"message":"Not found"}""")]
    [InlineData("GET", "/leadline/v1/nothing", 404, "application/problem+json", """{"type":"about:blank","title":"Not found","status":404,"detail":"There is nothing at this address.","code":"unknownAddress"}""")]
    [InlineData("PUT", "/leadline/v1/lead-fields", 405, "application/problem+json", """{"type":"about:blank","title":"Method not allowed","status":405,"detail":"This address does not take this HTTP method.","code":"methodNotAllowed"}""")]
    public async Task What_is_not_there_says_so(string method, string path, int status, string type, string body)
    {
        using var response = await Send(new HttpMethod(method), server.Url + path[1..], content: null);

        Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Capture, "application/json", "ExceptionMessage")]
    [InlineData("/leadline/v1/lead-fields/mx_City/unique", "application/problem+json", "detail")]
    public async Task A_body_over_ten_mebibytes_is_too_large(string path, string type, string member)
    {
        var text = new string('x', (10 * 1024 * 1024) + 1);
        using var content = new StringContent($$"""[{"Attribute":"Notes","Value":"{{text}}"}]""", Encoding.UTF8, "application/json");

        using var response = await Send(HttpMethod.Post, server.Url + path[1..], content, ("Expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        var answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("The request body is larger than 10 MiB.", answer.Json.GetProperty(member).GetString());
    }

    [Theory]
    [InlineData("//v2//LeadManagement.svc///Lead.Capture?")]
    [InlineData("/V2/leadmanagement.svc/LEAD.capture")]
    public async Task Paths_may_have_slashes_twice_and_any_case(string path)
    {
        using var content = new StringContent("""[{"Attribute":"EmailAddress","Value":"slash@example.com"}]""");

        using var response = await Send(HttpMethod.Post, server.Url.GetLeftPart(UriPartial.Authority) + path, content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/html, image/gif, image/jpeg, */*; q=0.2")]
    [InlineData("application/xml")]
    [InlineData("nonsense")]
    public async Task Accept_never_changes_the_answer(string accept)
    {
        using var content = new StringContent("""[{"Attribute":"EmailAddress","Value":"accept@example.com"}]""");
        using var good = await Send(HttpMethod.Post, server.Url + Capture[1..], content, ("Accept", accept));
        using var bad = await Send(HttpMethod.Get, server.Url + "v2/none", content: null, ("Accept", accept));

        Assert.Equal("application/json; charset=utf-8", good.Content.Headers.ContentType!.ToString());
        Assert.Equal("application/json; charset=utf-8", bad.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    public async Task Any_content_type_or_none_is_read_as_json(string? contentType)
    {
        using var content = new ByteArrayContent("""[{"Attribute":"EmailAddress","Value":"type@example.com"}]"""u8.ToArray());
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await Send(HttpMethod.Post, server.Url + Capture[1..], content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string url, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
