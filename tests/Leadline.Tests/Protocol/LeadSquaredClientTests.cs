using System.Net;
using Leadline.Protocol.LeadSquared;
using Xunit;

namespace Leadline.Tests.Protocol;

public sealed class LeadSquaredClientTests
{
    private const string Id = "f0b1a207-7c72-11e5-a199-22000aa4133b";

    private static readonly HttpClient Http = new();
    private static readonly LeadProperty[] Lead =
    [
        new() { Attribute = "EmailAddress", Value = "email@example.com" },
        new() { Attribute = "mx_KYC", Value = "", Fields = [new() { Attribute = "Status", Value = null }] },
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Captures_a_lead()
    {
        await using var server = await RecordingServer.Start(
            $$"""{"Status":"Success","Message":{"Id":"{{Id}}","RelatedId":"{{Id}}","IsCreated":true} }""");

        var answer = await Client(server).CaptureLead(Lead, "DoNotUpdate", Cancellation);

        Assert.Equal(new CapturedMessage(new(Id), new(Id), IsCreated: true), answer);
        Assert.Equal("POST /v2/LeadManagement.svc/Lead.Capture?LeadUpdateBehavior=DoNotUpdate", server.Line);
        Assert.Equal(
            """[{"Attribute":"EmailAddress","Value":"email@example.com"},{"Attribute":"mx_KYC","Value":"","Fields":[{"Attribute":"Status","Value":null}]}]""",
            server.Body);
        Assert.Equal("AK$1", server.Headers["x-LSQ-AccessKey"]);
        Assert.Equal("SK", server.Headers["x-LSQ-SecretKey"]);
        Assert.Equal("application/json", server.Headers["Content-Type"]);
        Assert.Equal(server.Body.Length.ToString(), server.Headers["Content-Length"]);
    }

    [Fact]
    public async Task Creates_a_lead()
    {
        await using var server = await RecordingServer.Start($$"""{"Status":"Success","Message":{"Id":"{{Id}}"} }""");

        Assert.Equal(new Guid(Id), await Client(server).CreateLead(Lead, Cancellation));
        Assert.Equal("POST /v2/LeadManagement.svc/Lead.Create", server.Line);
    }

    [Fact]
    public async Task Updates_a_lead()
    {
        await using var server = await RecordingServer.Start("""{"Status":"Success","Message":{"AffectedRows":"1"}}""");

        Assert.Equal(1, await Client(server).UpdateLead(new(Id), Lead, Cancellation));
        Assert.Equal($"POST /v2/LeadManagement.svc/Lead.Update?leadId={Id}", server.Line);
    }

    [Fact]
    public async Task Creates_or_updates_a_lead()
    {
        await using var server = await RecordingServer.Start(
            $$"""{"Status":"Success","Message":{"Id":"{{Id}}","AffectedRows":1} }""");

        var answer = await Client(server).CreateOrUpdateLead(Lead, Cancellation);

        Assert.Equal(new CreatedOrUpdatedMessage(new(Id), AffectedRows: 1), answer);
        Assert.Equal("POST /v2/LeadManagement.svc/Lead.CreateOrUpdate", server.Line);
    }

    [Fact]
    public async Task Reads_a_lead()
    {
        await using var server = await RecordingServer.Start("""[{"ProspectID":"p","Score":"54","Phone":null}]""");
        var client = Client(server);

        var byId = await client.GetLeadById(new(Id), Cancellation);
        Assert.Equal($"GET /v2/LeadManagement.svc/Leads.GetById?id={Id}", server.Line);
        Assert.Equal("54", byId!["Score"]);
        Assert.Null(byId["Phone"]);

        Assert.NotNull(await client.GetLeadByEmailAddress("a+b@example.com", Cancellation));
        Assert.Equal("GET /v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=a%2Bb%40example.com", server.Line);
        Assert.Single(await client.GetLeadsByPhoneNumber("+91-98765", Cancellation));
        Assert.Equal("GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=%2B91-98765", server.Line);
        Assert.Single(await client.QuickSearch("A & B", Cancellation));
        Assert.Equal("GET /v2/LeadManagement.svc/Leads.GetByQuickSearch?key=A%20%26%20B", server.Line);
    }

    [Fact]
    public async Task Knows_an_unknown_lead()
    {
        await using var server = await RecordingServer.Start("[]");

        Assert.Null(await Client(server).GetLeadById(new(Id), Cancellation));
        Assert.Null(await Client(server).GetLeadByEmailAddress("a@example.com", Cancellation));
    }

    [Fact]
    public async Task Searches_leads()
    {
        await using var server = await RecordingServer.Start("""[{"ProspectID":"p"},{"ProspectID":"q"}]""");
        var search = new SearchBody
        {
            Parameter = new() { LookupName = "Score", LookupValue = "5", SqlOperator = "=" },
            Columns = new() { Include_CSV = "ProspectID" },
            Sorting = new() { ColumnName = "CreatedOn", Direction = "1" },
            Paging = new() { PageIndex = 1, PageSize = 2 },
        };

        Assert.Equal(["p", "q"], (await Client(server).SearchLeads(search, Cancellation)).Select(lead => lead["ProspectID"]));
        Assert.Equal("POST /v2/LeadManagement.svc/Leads.Get", server.Line);
        Assert.Equal(
            """{"Parameter":{"LookupName":"Score","LookupValue":"5","SqlOperator":"="},"Columns":{"Include_CSV":"ProspectID"},"Sorting":{"ColumnName":"CreatedOn","Direction":"1"},"Paging":{"PageIndex":1,"PageSize":2}}""",
            server.Body);
    }

    [Fact]
    public async Task Creates_a_lead_and_its_activity()
    {
        await using var server = await RecordingServer.Start($$"""{"Status":"Success","Message":{"Id":"{{Id}}"} }""");
        var activity = new ActivityBody
        {
            ActivityEvent = 105,
            ActivityDateTime = "2026-11-20 20:11:58",
            Fields = [new() { SchemaName = "mx_Custom_1", Value = "123" }],
        };

        Assert.Equal(new Guid(Id), await Client(server).CreateLeadAndActivity(
            new() { LeadDetails = [Lead[0]], Activity = activity }, Cancellation));
        Assert.Equal("POST /v2/ProspectActivity.svc/CreateCustom", server.Line);
        Assert.Equal(
            """{"LeadDetails":[{"Attribute":"EmailAddress","Value":"email@example.com"}],"Activity":{"ActivityEvent":105,"ActivityDateTime":"2026-11-20 20:11:58","Fields":[{"SchemaName":"mx_Custom_1","Value":"123"}]}}""",
            server.Body);

        Assert.Equal(new Guid(Id), await Client(server).CreateActivity(activity with { RelatedProspectId = Id }, Cancellation));
        Assert.Equal("POST /v2/ProspectActivity.svc/Create", server.Line);
        Assert.StartsWith($$"""{"RelatedProspectId":"{{Id}}","ActivityEvent":105,""", server.Body);
    }

    [Fact]
    public async Task Reads_activity_types()
    {
        await using var server = await RecordingServer.Start(
            """[{"ActivityEvent":"201","ActivityEventName":"Call","DisplayName":"A call","EventType":2}]""");

        var type = Assert.Single(await Client(server).GetActivityTypes(Cancellation));

        Assert.Equal(new ActivityTypeResponse { ActivityEvent = 201, ActivityEventName = "Call", DisplayName = "A call", EventType = 2 }, type);
        Assert.Equal("GET /v2/ProspectActivity.svc/ActivityTypes.Get", server.Line);
    }

    [Fact]
    public async Task Reads_activities()
    {
        await using var server = await RecordingServer.Start(
            $$"""{"RecordCount":7,"ProspectActivities":[{"Id":"{{Id}}","EventCode":164,"EventName":"Visit","CreatedOn":"2018-12-12 10:36:00","Data":[{"Key":"NotableEventDescription","Value":"x"}]}]}""");

        var page = await Client(server).GetActivities(new(Id), cancellation: Cancellation);

        Assert.Equal(7, page.RecordCount);
        var activity = Assert.Single(page.ProspectActivities);
        Assert.Equal((new Guid(Id), 164, "Visit"), (activity.Id, activity.EventCode, activity.EventName));
        Assert.Equal(new KeyValue("NotableEventDescription", "x"), Assert.Single(activity.Data));
        Assert.Equal(($"POST /v2/ProspectActivity.svc/Retrieve?leadId={Id}", "{}"), (server.Line, server.Body));
    }

    [Fact]
    public async Task Reads_a_page_without_its_list()
    {
        await using var server = await RecordingServer.Start("""{"RecordCount":0}""");

        Assert.Empty((await Client(server).GetActivities(new(Id), cancellation: Cancellation)).ProspectActivities);
    }

    [Fact]
    public async Task Reads_whose_key_it_is()
    {
        await using var server = await RecordingServer.Start(
            """{"Id":"u","Name":"Asha","Role":"Administrator","OrgId":12345,"LSQCommonServiceURLs":{"api":"api.example.com"}}""");

        var user = await Client(server).GetUserByAccessKey(Cancellation);

        Assert.Equal(("u", "Asha", "12345"), (user.Id, user.Name, user.OrgId));
        Assert.Equal("api.example.com", user.LSQCommonServiceURLs!.Api);
        Assert.Equal("GET /v2/Authentication.svc/UserByAccessKey.Get", server.Line);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(200)]
    public async Task Throws_what_the_envelope_says(int status)
    {
        await using var server = await RecordingServer.Start(
            """{"Status":"Error","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"A Lead with same Email already exists."}""",
            status);

        var thrown = await Assert.ThrowsAsync<LeadSquaredException>(() => Client(server).CreateLead(Lead, Cancellation));

        Assert.Equal((HttpStatusCode)status, thrown.Status);
        Assert.Equal(MxException.DuplicateEntry, thrown.ExceptionType);
        Assert.Equal("A Lead with same Email already exists.", thrown.Message);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("{}")]
    [InlineData("{broken")]
    [InlineData("")]
    public async Task Throws_without_a_type_when_the_answer_is_no_envelope(string answer)
    {
        await using var server = await RecordingServer.Start(answer, 502);

        var thrown = await Assert.ThrowsAsync<LeadSquaredException>(() => Client(server).QuickSearch("x", Cancellation));

        Assert.Equal(HttpStatusCode.BadGateway, thrown.Status);
        Assert.Null(thrown.ExceptionType);
    }

    private static LeadSquaredClient Client(RecordingServer server) => new(Http, server.Address, "AK$1", "SK");
}
