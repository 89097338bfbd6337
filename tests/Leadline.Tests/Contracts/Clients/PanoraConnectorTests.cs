using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>Client A7, a TypeScript connector (axios, keys in headers): its opportunity and task calls; and A8, a Go client whose shapes no document has.</summary>
public sealed class PanoraConnectorTests(TestServer server) : IClassFixture<TestServer>
{
    private string[] Headers =>
    [
        "Accept: application/json, text/plain, */*",
        "Content-Type: application/json",
        $"x-LSQ-AccessKey: {server.Credentials.AccessKey}",
        $"x-LSQ-SecretKey: {server.Credentials.SecretKey}",
        "User-Agent: axios/1.6.2",
    ];

    [Fact]
    public async Task A_deal_is_captured_on_a_lead_of_its_id_and_read_back()
    {
        var lead = await Post("LeadManagement.svc/Lead.Create", """[{"Attribute":"EmailAddress","Value":"deal@example.com"}]""");
        var leadId = lead.Message.GetProperty("Id").GetString();

        var captured = await Post(
            "OpportunityManagement.svc/Capture",
            $$$"""
            {"LeadDetails":[{"Attribute":"AccountName","Value":"Acme"},{"Attribute":"ProspectID","Value":"{{{leadId}}}"},{"Attribute":"SearchBy","Value":"ProspectId"},{"Attribute":"__UseUserDefinedGuid__","Value":"true"}],"Opportunity":{"OpportunityNote":"A deal","OpportunityDateTime":"2026-11-20 10:00:00","OpportunityEventCode":12231,"UpdateEmptyFields":true,"DoNotPostDuplicateActivity":true,"DoNotChangeOwner":true,"Fields":[{"SchemaName":"mx_Custom_1","Value":"Deal"}]}}
            """);

        Assert.Equal(200, captured.Status);
        Assert.Equal(leadId, captured.Json.GetProperty("RelatedProspectId").GetString());
        var id = captured.Json.GetProperty("CreatedOpportunityId").GetString();
        Assert.True(Guid.TryParse(id, out _));
        var read = await Wire.Send(server.Url, $"GET /v2/OpportunityManagement.svc/GetOpportunityDetails?OpportunityId={id}", Headers);
        Assert.Equal(200, read.Status);
        Assert.Equal(id, read.Json.GetProperty("ID").GetString());
    }

    [Fact]
    public async Task A_task_is_made_read_back_and_listed()
    {
        var lead = await Post("LeadManagement.svc/Lead.Create", """[{"Attribute":"EmailAddress","Value":"task@example.com"}]""");
        var leadId = lead.Message.GetProperty("Id").GetString();

        var made = await Post(
            "Task.svc/Create",
            $$$"""
            {"Name":"A task","RelatedEntity":"1","RelatedEntityId":"{{{leadId}}}","StatusCode":"0","TaskType":{"Name":"Meeting"},"OwnerEmailAddress":"{{{server.Credentials.AdminEmail}}}","DueDate":"2026-12-01 10:00:00","NotifyBy":"1100"}
            """);

        Assert.Equal(200, made.Status);
        var id = made.Message.GetProperty("Id").GetString();
        var read = await Wire.Send(server.Url, $"GET /v2/Task.svc/Retrieve.GetById?id={id}", Headers);
        Assert.Equal("A task", read.Json[0].GetProperty("Name").GetString());
        Assert.Equal("2026-12-01 10:00:00.000", read.Json[0].GetProperty("DueDate").GetString());
        var listed = await Post(
            "Task.svc/Retrieve",
            $$$"""{"Parameter":{"LookupName":"ownerEmailAddress","LookupValue":"{{{server.Credentials.AdminEmail}}}","StatusCode":"0"}}""");
        Assert.Equal(id, Assert.Single(listed.Json.GetProperty("List").EnumerateArray()).GetProperty("UserTaskId").GetString());
    }

    [Theory]
    [InlineData("Retrieve/BySearchParameter", """{"Parameter":{"ActivityEvent":12000,"FromDate":"2026-01-01 00:00:00","ToDate":"2026-12-31 00:00:00"},"Columns":{"Include_CSV":"*"},"RemoveNullValues":"false","SearchParameter":{}}""")]
    [InlineData("Update?opportunityId=4597c076-be5a-4ba2-9b08-ecd21626750f", """[{"Attribute":"Status","Value":"Won"}]""")]
    public async Task Shapes_that_no_document_has_get_the_envelope(string call, string body)
    {
        var answer = await Post("OpportunityManagement.svc/" + call, body);

        Assert.True(answer.Status is 400 or 500);
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
        Assert.StartsWith("MX", answer.Json.GetProperty("ExceptionType").GetString());
    }

    private Task<WireAnswer> Post(string operation, string body) => Wire.Send(server.Url, $"POST /v2/{operation}", Headers, body);
}
