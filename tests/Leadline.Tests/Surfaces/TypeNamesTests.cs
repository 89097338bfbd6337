using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Contracts;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>C4: what is refused as unreadable is told in the documents' names, never in those of our types or .NET's.</summary>
public sealed class TypeNamesTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] Wrong = ["\"x\"", "17", "[[[1]]]", "[\"x\"]", "{\"x\":1}", "[{\"x\":[]}]"];

    private static readonly string[] OwnNames = ["Leadline.", "System.", "Newtonsoft.", "`1", "`2"];

    public static TheoryData<string> Documents => ["leadsquared.json", "leadline.json", "servicecrm.json", "ispcrm.json"];

    [Theory]
    [InlineData("/v2/LeadManagement.svc/Lead.Capture", "{}", "into type 'List<LeadProperty>' because the type requires a JSON array")]
    [InlineData("/v2/LeadManagement.svc/Lead.Update?leadId=1", "[[]]", "into type 'LeadProperty' because the type requires a JSON object")]
    [InlineData("/v2/LeadManagement.svc/Lead/Bulk/Create", "[{}]", "into type 'List<LeadProperty>' because")]
    [InlineData("/v2/ProspectActivity.svc/CreateCustom", """{"LeadDetails":{}}""", "into type 'List<LeadProperty>' because")]
    [InlineData("/v2/ProspectActivity.svc/CreateCustom", """{"Activity":[]}""", "into type 'ActivityBody' because")]
    [InlineData("/v2/ProspectActivity.svc/CreateCustom", """{"ValidateDropDownOptions":"maybe"}""", "Could not convert string to boolean: maybe.")]
    [InlineData("/v2/LeadManagement.svc/CreateLeadField", """{"OptionsJson":"[{}]"}""", "Error converting value \"[{}]\" to type 'List<Options>'.")]
    [InlineData("/v2/LeadManagement.svc/Lead/Bulk/UpdateV2", """{"LeadPropertiesList":[[]]}""", "into type 'LeadFieldKeyValuePair' because the type requires a JSON object")]
    [InlineData("/leadline/v1/portals", "[]", "could not be converted to PortalRequest. Path")]
    [InlineData("/leadline/v1/portals", """{"name":[]}""", "could not be converted to PortalRequest. Path")]
    public async Task C4_a_type_has_the_name_of_the_documents(string path, string body, string words)
    {
        var answer = await server.Post(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var member = path.StartsWith("/v2/", StringComparison.Ordinal) ? "ExceptionMessage" : "detail";
        Assert.Contains(words, answer.Json.GetProperty(member).GetString(), StringComparison.Ordinal);
    }

    /// <summary>Every call with a body gets bodies, and every member of its body gets values, of the wrong kind.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public async Task C4_no_call_names_our_types(string name)
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(Snapshot.Folder, "OpenApi", name), TestContext.Current.CancellationToken);
        var document = JsonDocument.Parse(text).RootElement;
        var refused = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject().Where(operation => operation.Value.TryGetProperty("requestBody", out _)))
                foreach (var body in Wrong.Concat(WrongMembers(document, operation.Value)))
                {
                    var (status, answer) = await Send(operation.Name, path.Name, body);
                    refused += status == HttpStatusCode.BadRequest ? 1 : 0;
                    foreach (var own in OwnNames)
                        Assert.False(answer.Contains(own, StringComparison.Ordinal), $"{path.Name} {body}: {answer}");
                }

        Assert.True(refused > 5, $"{refused} were refused.");
    }

    private static IEnumerable<string> WrongMembers(JsonElement document, JsonElement operation)
    {
        var schema = Resolved(document, operation.GetProperty("requestBody").GetProperty("content").EnumerateObject().First().Value.GetProperty("schema"));
        var isList = schema.TryGetProperty("items", out var items);
        var members = isList ? Resolved(document, items) : schema;
        if (!members.TryGetProperty("properties", out var properties))
            yield break;
        foreach (var member in properties.EnumerateObject())
            foreach (var value in Wrong)
                yield return isList ? $$"""[{"{{member.Name}}":{{value}} }]""" : $$"""{"{{member.Name}}":{{value}} }""";
    }

    private static JsonElement Resolved(JsonElement document, JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
            return schema;
        var found = document;
        foreach (var part in reference.GetString()!.Split('/').Skip(1))
            found = found.GetProperty(part);
        return found;
    }

    private async Task<(HttpStatusCode Status, string Body)> Send(string method, string path, string body)
    {
        var keys = server.Credentials;
        var isIspcrm = path.StartsWith("/api/v1/", StringComparison.Ordinal);
        var isPortal = path.StartsWith("/api/A", StringComparison.Ordinal);
        var filled = string.Join('/', path.Replace("{orgId}", keys.OrgId).Split('/').Select(part => part.StartsWith('{') ? "1" : part));
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), filled + "?leadId=1")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-LSQ-AccessKey", keys.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", keys.SecretKey);
        request.Headers.Add("X-LSQ-ACCESS-KEY", keys.AccessKey);
        request.Headers.Add("X-LSQ-SECRET-KEY", keys.SecretKey);
        request.Headers.Add("x-api-key", keys.AsyncApiKey);
        request.Headers.Add("x-lsq-registertoken", keys.PortalRegisterToken);
        request.Headers.Add("x-lsq-portalid", keys.PortalId);
        if (isIspcrm || isPortal)
            request.Headers.TryAddWithoutValidation("Authorization", isIspcrm ? $"Bearer {keys.IspcrmToken}" : keys.PortalAuthKey);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
