using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>
/// Client A1, chatwoot (Ruby, HTTParty): keys in headers, a bare question mark where there is no query. It sets itself up from
/// the account, makes its activity types, then keeps one lead a contact.
/// </summary>
public sealed class ChatwootTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Lead =
        """[{"Attribute":"FirstName","Value":"Asha"},{"Attribute":"LastName","Value":"Rao"},{"Attribute":"EmailAddress","Value":"asha@example.com"},{"Attribute":"Mobile","Value":"+91-9876543210"},{"Attribute":"Source","Value":"Chatwoot"}]""";

    [Fact]
    public async Task Setup_reads_hosts_and_time_zone_and_not_an_envelope()
    {
        var answer = await Get("/v2/Authentication.svc/UserByAccessKey.Get?");

        Assert.Equal(200, answer.Status);
        var hosts = answer.Json.GetProperty("LSQCommonServiceURLs");
        Assert.Equal(server.Url.Authority, hosts.GetProperty("api").GetString());
        Assert.DoesNotContain("://", hosts.GetProperty("tracking").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("://", hosts.GetProperty("app").GetString(), StringComparison.Ordinal);
        Assert.Equal("Asia/Kolkata", answer.Json.GetProperty("TimeZone").GetString());
        Assert.False(answer.Json.TryGetProperty("Status", out _));
    }

    [Fact]
    public async Task Activity_types_are_made_once_and_found_by_name()
    {
        var before = await Get("/v2/ProspectActivity.svc/ActivityTypes.Get?");
        Assert.NotEqual(0, before.Json.GetArrayLength());

        var made = await Post(
            "/v2/ProspectActivity.svc/CreateType?",
            """{"ActivityEventName":"Chatwoot Conversation Started","Score":5,"Direction":0}""");
        var code = NumberOf(made.Message.GetProperty("Id"));

        var after = await Get("/v2/ProspectActivity.svc/ActivityTypes.Get?");
        var type = after.Json.EnumerateArray().Single(
            row => row.GetProperty("ActivityEventName").GetString() == "Chatwoot Conversation Started");
        Assert.Equal(code, NumberOf(type.GetProperty("ActivityEvent")));
    }

    [Fact]
    public async Task A_contact_becomes_a_lead_that_its_mobile_number_finds()
    {
        var made = await Post("/v2/LeadManagement.svc/Lead.CreateOrUpdate?", Lead);
        var id = made.Message.GetProperty("Id").GetString()!;
        Assert.NotEqual("", id);

        var updated = await Post($"/v2/LeadManagement.svc/Lead.Update?leadId={id}", Lead);
        Assert.Equal(1, updated.Message.GetProperty("AffectedRows").GetInt32());

        var found = await Get("/v2/LeadManagement.svc/Leads.GetByQuickSearch?key=%2B91-9876543210");
        Assert.Equal(JsonValueKind.Array, found.Json.ValueKind);
        Assert.Equal(id, found.Json[0].GetProperty("ProspectID").GetString());

        var type = await Post("/v2/ProspectActivity.svc/CreateType?", """{"ActivityEventName":"Note of A1","Score":5,"Direction":0}""");
        var note = new string('n', 1800);
        var activity = await Post(
            "/v2/ProspectActivity.svc/Create?",
            $$"""{"RelatedProspectId":"{{id}}","ActivityEvent":{{NumberOf(type.Message.GetProperty("Id"))}},"ActivityNote":"New conversation started on Chatwoot\n\n{{note}}"}""");
        Assert.Equal(200, activity.Status);
        Assert.True(Guid.TryParse(activity.Message.GetProperty("Id").GetString(), out _));
    }

    [Fact]
    public async Task A_lead_that_is_gone_is_an_error_with_a_message()
    {
        var answer = await Post($"/v2/LeadManagement.svc/Lead.Update?leadId={Guid.NewGuid()}", Lead);

        Assert.Equal(500, answer.Status);
        Assert.Equal("Lead does not exist in the system", answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    // Ruby's to_i: a number or a string that starts with one.
    private static int NumberOf(JsonElement value) => int.Parse(value.ToString());

    private Task<WireAnswer> Get(string path) => Wire.Send(server.Url, $"GET {path}", Headers());

    private Task<WireAnswer> Post(string path, string body) => Wire.Send(server.Url, $"POST {path}", Headers(), body);

    private string[] Headers() =>
    [
        "x-LSQ-AccessKey: " + server.Credentials.AccessKey,
        "x-LSQ-SecretKey: " + server.Credentials.SecretKey,
        "Content-Type: application/json",
        "Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3",
        "Accept: */*",
        "User-Agent: Ruby",
    ];
}
