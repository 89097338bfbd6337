using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class BulkTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Create = "/v2/LeadManagement.svc/Lead/Bulk/Create";
    private const string CreateOrUpdate = "/v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate";
    private const string SetField = "/v2/LeadManagement.svc/Lead/Bulk/Update";
    private const string UpdateV2 = "/v2/LeadManagement.svc/Lead/Bulk/UpdateV2";
    private const string UnknownLead = "Lead does not exist in the system or You do not have permission to update the lead";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Each_row_has_its_own_outcome_in_the_order_of_the_rows()
    {
        var answer = await server.Post(Create, """
            [[{"Attribute":"EmailAddress","Value":"row1@example.com"}],
             [{"Attribute":"mx_Nowhere","Value":"1"}],
             [{"Attribute":"EmailAddress","Value":"ROW1@example.com"}],
             [{"Attribute":"Company","Value":"Nobody"}],
             [{"Attribute":"EmailAddress","Value":"row5@example.com"}]]
            """);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var id = answer.Json[0].GetProperty("LeadId").GetString();
        Assert.Equal($$"""{"RowNumber":1,"LeadId":"{{id}}","LeadCreated":true}""", answer.Json[0].GetRawText());
        Assert.Equal(
            """{"RowNumber":2,"LeadId":"","LeadCreated":false,"ExceptionType":"MXUnknownAttributeException","ErrorMessage":"Attribute(s) does not exist - mx_Nowhere"}""",
            answer.Json[1].GetRawText());
        Assert.Equal(
            """{"RowNumber":3,"LeadId":"","LeadCreated":false,"ExceptionType":"MXDuplicateEntryException","ErrorMessage":"A Lead with same Email already exists."}""",
            answer.Json[2].GetRawText());
        Assert.Equal("MXMandatoryAttributeMissingException", answer.Json[3].GetProperty("ExceptionType").GetString());
        Assert.True(answer.Json[4].GetProperty("LeadCreated").GetBoolean());
        Assert.Equal("row5@example.com", await rows.Value(answer.Json[4].GetProperty("LeadId").GetGuid(), "EmailAddress"));
    }

    [Fact]
    public async Task A_later_row_meets_the_lead_of_an_earlier_one_by_whatever_it_shares_with_it()
    {
        var answer = await server.Post(CreateOrUpdate, """
            [[{"Attribute":"EmailAddress","Value":"order@example.com"},{"Attribute":"Phone","Value":"+91-9811111111"}],
             [{"Attribute":"EmailAddress","Value":"order@example.com"},{"Attribute":"FirstName","Value":"Second"}],
             [{"Attribute":"Phone","Value":"9811111111"},{"Attribute":"SearchBy","Value":"Phone"},{"Attribute":"FirstName","Value":"Third"}]]
            """);

        var ids = answer.Json.EnumerateArray().Select(row => row.GetProperty("LeadId").GetGuid()).ToArray();
        Assert.Single(ids.Distinct());
        Assert.Equal(
            $$"""{"RowNumber":1,"LeadId":"{{ids[0]}}","LeadCreated":true,"LeadUpdated":false,"AffectedRows":1}""",
            answer.Json[0].GetRawText());
        Assert.Equal(
            $$"""{"RowNumber":3,"LeadId":"{{ids[0]}}","LeadCreated":false,"LeadUpdated":true,"AffectedRows":1}""",
            answer.Json[2].GetRawText());
        Assert.Equal("Third", await rows.Value(ids[0], "FirstName"));
    }

    [Fact]
    public async Task A_bad_row_of_create_or_update_says_so_in_full()
    {
        var answer = await server.Post(CreateOrUpdate, """
            [[{"Attribute":"EmailAddress","Value":"fine@example.com"}],
             [{"Attribute":"EmailAddress","Value":"x@example.com"},{"Attribute":"SearchBy","Value":"Company"}]]
            """);

        Assert.Equal(
            """{"RowNumber":2,"LeadId":"","LeadCreated":false,"LeadUpdated":false,"AffectedRows":0,"ExceptionType":"MXInvalidInputException","ErrorMessage":"Invalid SearchBy value provided"}""",
            answer.Json[1].GetRawText());
    }

    [Theory]
    [InlineData(Create, 50)]
    [InlineData(CreateOrUpdate, 25)]
    public async Task A_call_takes_so_many_rows_and_no_more(string path, int most)
    {
        string Body(int count) =>
            $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""[{"Attribute":"EmailAddress","Value":"m{{most}}-{{i}}@example.com"}]"""))}]";

        var refused = await server.Post(path, Body(most + 1));
        var taken = await server.Post(path, Body(most));

        Assert.Equal(HttpStatusCode.InternalServerError, refused.Status);
        Assert.Equal("MXInvalidInputException", refused.Json.GetProperty("ExceptionType").GetString());
        Assert.All(taken.Json.EnumerateArray(), row => Assert.True(row.GetProperty("LeadCreated").GetBoolean()));
        Assert.Equal(most, taken.Json.GetArrayLength());
    }

    [Theory]
    [InlineData("[]", HttpStatusCode.InternalServerError)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("""[{"Attribute":"FirstName","Value":"x"}]""", HttpStatusCode.BadRequest)]
    [InlineData("""{"a":1}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_list_of_rows_is_refused(string body, HttpStatusCode status) =>
        Assert.Equal(status, (await server.Post(Create, body)).Status);

    [Fact]
    public async Task One_field_is_set_on_the_leads_that_exist()
    {
        var first = await rows.Lead("set1@example.com");
        var second = await rows.Lead("set2@example.com");

        var answer = await server.Post(SetField, $$$"""
            {"LeadIds":["{{{first}}}","{{{second}}}","{{{Guid.NewGuid()}}}","nobody"],"LeadFields":{"Attribute":"mx_City","Value":"Bangalore"}}
            """);

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":2}}""", answer.Body);
        Assert.Equal("Bangalore", await rows.Value(first, "mx_City"));
        Assert.Equal("Bangalore", await rows.Value(second, "mx_City"));
    }

    [Theory]
    [InlineData("""{"LeadIds":["#"],"LeadFields":{"Attribute":"mx_None","Value":"1"}}""", "MXUnknownAttributeException")]
    [InlineData("""{"LeadIds":["nobody"],"LeadFields":{"Attribute":"mx_City","Value":"1"}}""", "MXInvalidEntityException")]
    [InlineData("""{"LeadIds":[],"LeadFields":{"Attribute":"mx_City","Value":"1"}}""", "MXMandatoryAttributeMissingException")]
    [InlineData("""{"LeadIds":["#"]}""", "MXMandatoryAttributeMissingException")]
    [InlineData("""{"LeadIds":["#"],"LeadFields":{"Value":"1"}}""", "MXMandatoryAttributeMissingException")]
    public async Task Setting_a_field_of_nobody_or_to_nothing_is_refused(string body, string type)
    {
        var lead = await rows.Lead("setbad@example.com");
        var answer = await server.Post(SetField, body.Replace("#", lead.ToString()));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(type, answer.Json.GetProperty("ExceptionType").GetString());
    }

    [Fact]
    public async Task UpdateV2_finds_leads_by_a_unique_field_and_tells_of_each_that_failed()
    {
        var known = await rows.Lead("v2@example.com");
        var answer = await server.Post(UpdateV2, """
            {"SearchByKey":"EmailAddress","Options":{"PushNonExistentLeadsToUnProcessedList":false},"LeadPropertiesList":[
              {"Fields":[{"Attribute":"EmailAddress","Value":"V2@example.com"},{"Attribute":"FirstName","Value":"John"}]},
              {"Fields":[{"Attribute":"EmailAddress","Value":"gone@example.com"},{"Attribute":"FirstName","Value":"John"}]},
              {"Fields":[{"Attribute":"FirstName","Value":"Nobody"}]},
              {"Attribute":"FirstName","Value":"flat"}]}
            """);

        Assert.Equal(
            """{"TotalCount":4,"SuccessCount":1,"FailureCount":3,"UnProcessedCount":0,"Message":"Error"}""",
            answer.Json.GetProperty("Status").GetRawText());
        Assert.Equal(
            [
                $$"""{"Identifier":"EmailAddress","IdentifierValue":"gone@example.com","Reason":"{{UnknownLead}}"}""",
                """{"Identifier":"EmailAddress","IdentifierValue":"","Reason":"'EmailAddress' is mandatory for updating lead"}""",
                """{"Identifier":"EmailAddress","IdentifierValue":"","Reason":"Fields cannot be empty"}""",
            ],
            Texts(answer, "FailedLeads"));
        Assert.Empty(Texts(answer, "UnProcessedLeads"));
        Assert.Equal("John", await rows.Value(known, "FirstName"));
        Assert.Null(await rows.Find("gone@example.com"));
    }

    [Fact]
    public async Task UpdateV2_finds_leads_by_their_id_and_lists_unknown_ones_as_unprocessed_when_asked()
    {
        var known = await rows.Lead("v2id@example.com");
        var unknown = Guid.NewGuid();
        var answer = await server.Post(UpdateV2, $$"""
            {"Options":{"PushNonExistentLeadsToUnProcessedList":true},"LeadPropertiesList":[
              {"Fields":[{"Attribute":"ProspectId","Value":"{{known}}"},{"Attribute":"EmailAddress","Value":"v2new@example.com"}]},
              {"Fields":[{"Attribute":"ProspectID","Value":"{{unknown}}"},{"Attribute":"FirstName","Value":"x"}]}]}
            """);

        Assert.Equal(
            """{"TotalCount":2,"SuccessCount":1,"FailureCount":0,"UnProcessedCount":1,"Message":"Success"}""",
            answer.Json.GetProperty("Status").GetRawText());
        Assert.Equal(
            [$$"""{"Identifier":"ProspectId","IdentifierValue":"{{unknown}}","Reason":"{{UnknownLead}}"}"""],
            Texts(answer, "UnProcessedLeads"));
        Assert.Equal(known, await rows.Find("v2new@example.com"));
        Assert.Null(await rows.Find("v2id@example.com"));
    }

    [Fact]
    public async Task UpdateV2_refuses_nested_lists_as_the_service_does()
    {
        var answer = await server.Post(UpdateV2, """{"LeadPropertiesList":[[{"Attribute":"FirstName","Value":"x"}]]}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("LeadFieldKeyValuePair' because the type requires a JSON object", answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Under_an_idempotency_key_all_rows_commit_with_the_answer_and_only_once()
    {
        const string body = """
            [[{"Attribute":"EmailAddress","Value":"once@example.com"}],
             [{"Attribute":"EmailAddress","Value":"once@example.com"},{"Attribute":"FirstName","Value":"Twice"}],
             [{"Attribute":"mx_Nowhere","Value":"1"}]]
            """;
        var first = await server.Send(HttpMethod.Post, CreateOrUpdate, body, ("Idempotency-Key", "bulk-1"));
        var second = await server.Send(HttpMethod.Post, CreateOrUpdate, body, ("Idempotency-Key", "bulk-1"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first, second);
        Assert.True(first.Json[0].GetProperty("LeadCreated").GetBoolean());
        Assert.True(first.Json[1].GetProperty("LeadUpdated").GetBoolean());
        Assert.Equal("Twice", await rows.Value(first.Json[0].GetProperty("LeadId").GetGuid(), "FirstName"));
    }

    [Fact]
    public async Task Racing_calls_with_the_same_rows_make_each_lead_once()
    {
        var body = $"[{string.Join(',', Enumerable.Range(0, 25).Select(i => $$"""[{"Attribute":"EmailAddress","Value":"racebulk{{i}}@example.com"}]"""))}]";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Post(CreateOrUpdate, body)));

        var all = answers.SelectMany(answer => answer.Json.EnumerateArray()).ToArray();
        Assert.Equal(25, all.Count(row => row.GetProperty("LeadCreated").GetBoolean()));
        Assert.Equal(475, all.Count(row => row.GetProperty("LeadUpdated").GetBoolean()));
        Assert.Equal(25, all.Select(row => row.GetProperty("LeadId").GetGuid()).Distinct().Count());
    }

    private static string[] Texts(Answer answer, string list) =>
        [.. answer.Json.GetProperty("Details").GetProperty(list).EnumerateArray().Select(item => item.GetRawText())];
}
