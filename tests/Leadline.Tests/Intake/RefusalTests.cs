using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>S2: what needs no definitions to be refused is refused at once, in the synchronous call's words.</summary>
public sealed class RefusalTests(TestServer server) : IClassFixture<TestServer>
{
    private const string SomeLead = "01a1fe02-35b7-7000-809c-440000000001";

    private const string Lead = """[{"Attribute":"EmailAddress","Value":"s2@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"}]""";

    private const string Opportunity = """{"OpportunityEventCode":12231}""";

    private readonly AsyncCalls calls = new(server);

    /// <summary>Asynchronous calls and their synchronous twins.</summary>
    public static readonly TheoryData<string, string> Twins = new()
    {
        { "/lead/capture", "/v2/LeadManagement.svc/Lead.Capture" },
        { $"/lead/update?leadId={SomeLead}", $"/v2/LeadManagement.svc/Lead.Update?leadId={SomeLead}" },
        { "/activity/create", "/v2/ProspectActivity.svc/Create" },
        { "/activity/createcustom", "/v2/ProspectActivity.svc/CreateCustom" },
        { "/opportunity/capture", "/v2/OpportunityManagement.svc/Capture" },
        { "/opportunity/update", "/v2/OpportunityManagement.svc/Update" },
    };

    [Theory]
    [MemberData(nameof(Twins))]
    public async Task S2_what_cannot_be_read_is_refused_in_the_synchronous_calls_words(string path, string twin)
    {
        foreach (var body in (byte[][])[
            [],
            "hello"u8.ToArray(),
            "[1]"u8.ToArray(),
            "[[]]"u8.ToArray(),
            "null"u8.ToArray(),
            "\"text\""u8.ToArray(),
            "17"u8.ToArray(),
            """{"LeadDetails":[{"Attribute":"""u8.ToArray(),
            """{"LeadDetails":"none","RelatedProspectId":[],"ProspectOpportunityId":{}}"""u8.ToArray(),
            "<lead><email>a@example.com</email></lead>"u8.ToArray(),
            [0x5b, 0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x5d],
            [.. "[{\"Attribute\":\"FirstName\",\"Value\":\"a\\u0000b\"}]"u8],
        ])
            foreach (var type in (string?[])["application/json", "text/xml", null])
            {
                var now = await calls.SendBytes(twin, body, type);
                var answer = await calls.SendBytes(path, body, type);

                Assert.Equal(HttpStatusCode.BadRequest, now.Status);
                Assert.Equal(now, answer);
            }
    }

    [Theory]
    [MemberData(nameof(Twins))]
    public async Task S2_an_empty_object_is_refused(string path, string twin)
    {
        var answer = await calls.Send(path, "{}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal((await server.Post(twin, "{}")).Body, answer.Body);
    }

    [Theory]
    [InlineData("/lead/update", "/v2/LeadManagement.svc/Lead.Update", Lead, "leadId")]
    [InlineData("/lead/update?leadId=", "/v2/LeadManagement.svc/Lead.Update?leadId=", Lead, "leadId")]
    [InlineData("/activity/create", "/v2/ProspectActivity.svc/Create", $$"""{"RelatedProspectId":"{{SomeLead}}"}""", "Event Code")]
    [InlineData("/activity/create", "/v2/ProspectActivity.svc/Create", """{"EmailAddress":"s2@example.com","ActivityEvent":""}""", "Event Code")]
    [InlineData("/activity/create", "/v2/ProspectActivity.svc/Create", """{"ActivityEvent":105}""", "RelatedProspectId")]
    [InlineData("/activity/createcustom", "/v2/ProspectActivity.svc/CreateCustom", """{"Activity":{"ActivityEvent":105}}""", "LeadDetails")]
    [InlineData("/activity/createcustom", "/v2/ProspectActivity.svc/CreateCustom", $$"""{"LeadDetails":{{Lead}} }""", "Activity")]
    [InlineData("/activity/createcustom", "/v2/ProspectActivity.svc/CreateCustom", $$"""{"LeadDetails":{{Lead}},"Activity":{"ActivityNote":"n"} }""", "Event Code")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"Opportunity":{{Opportunity}} }""", "LeadDetails")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"LeadDetails":null,"Opportunity":{{Opportunity}} }""", "LeadDetails")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"LeadDetails":{{Lead}} }""", "Opportunity")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"LeadDetails":{{Lead}},"Opportunity":{"OpportunityNote":"n"} }""", "Event Code")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"LeadDetails":[],"Opportunity":{{Opportunity}} }""", "'SearchBy' is mandatory")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"LeadDetails":[{"Attribute":"EmailAddress","Value":"s2@example.com"}],"Opportunity":{{Opportunity}} }""", "'SearchBy' is mandatory")]
    [InlineData("/opportunity/capture", "/v2/OpportunityManagement.svc/Capture", $$"""{"LeadDetails":[{"Attribute":"SearchBy","Value":" "}],"Opportunity":{{Opportunity}} }""", "'SearchBy' is mandatory")]
    [InlineData("/opportunity/update", "/v2/OpportunityManagement.svc/Update", """{"OpportunityNote":"of none"}""", "ProspectOpportunityId")]
    public async Task S2_what_is_mandatory_and_absent_is_refused(string path, string twin, string body, string words)
    {
        var answer = await calls.Send(path, body);
        var now = await server.Post(twin, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, now.Status);
        Assert.Equal(now.Body, answer.Body);
        Assert.Contains(words, answer.Json.GetProperty("ExceptionMessage").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lead/capture", """[{"Attribute":"mx_Nobody","Value":"1"}]""")]
    [InlineData("/lead/capture", "[]")]
    [InlineData("/lead/update?leadId=nobody", Lead)]
    [InlineData("/activity/create", $$"""{"RelatedProspectId":"{{SomeLead}}","ActivityEvent":999}""")]
    [InlineData("/opportunity/capture", $$"""{"LeadDetails":{{Lead}},"Opportunity":{"OpportunityEventCode":"999"} }""")]
    [InlineData("/opportunity/capture", """{"LeadDetails":[{"Attribute":"searchby","Value":"mx_City"}],"Opportunity":{"OpportunityEventCode":12231}}""")]
    [InlineData("/opportunity/update", """{"ProspectOpportunityId":"none"}""")]
    public async Task S2_what_needs_definitions_stays_with_the_status(string path, string body)
    {
        var task = await calls.Final(await calls.Submit(path, body));

        Assert.Equal("FAILURE", task.GetProperty("Status").GetString());
    }

    [Fact]
    public async Task S2_a_refusal_takes_nothing_in_and_is_kept_for_its_key()
    {
        var before = await Pending();
        var first = await calls.Send("/opportunity/capture", "{}", ("Idempotency-Key", "s2"));
        var second = await calls.Send("/opportunity/capture", "{}", ("Idempotency-Key", "s2"));

        Assert.Equal(HttpStatusCode.BadRequest, first.Status);
        Assert.Equal(first, second);
        Assert.Equal(before, await Pending());
    }

    private Task<long> Pending() =>
        calls.One<long>("SELECT count(*) FROM intake_request WHERE account_id = @AccountId", new { calls.AccountId });
}
