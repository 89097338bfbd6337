using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

public sealed class UserSearchTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Path = "/v2/UserManagement.svc/User/AdvancedSearch";

    private readonly UserCalls calls = new(server);

    public async ValueTask InitializeAsync()
    {
        if ((await Find("""{"GroupConditions":[{"Condition":[{"LookupName":"EmailAddress","Operator":"lik","LookupValue":"search.example"}]}]}""")).Length > 0)
            return;
        await calls.Create("one@search.example", "Sales_Manager", ""","CustomFields":{"mx_Custom_1":"north"}""");
        await calls.Create("two@search.example", more: ""","CustomFields":{"mx_Custom_1":"south"}""");
        await calls.Create("three@search.example", more: ""","CustomFields":{"mx_Custom_1":"north"}""");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("""[{"Condition":[{"LookupName":"EmailAddress","Operator":"lik_s","LookupValue":"T"},{"LookupName":"mx_Custom_1","Operator":"eq","LookupValue":"north"}]}]""", "three")]
    [InlineData("""[{"Condition":[{"LookupName":"Role","Operator":"eq","LookupValue":"Sales_Manager","ConditionOperator":"OR"},{"LookupName":"mx_Custom_1","Operator":"eq","LookupValue":"south"}]}]""", "one,two")]
    [InlineData("""[{"Condition":[{"LookupName":"Role","Operator":"eq","LookupValue":"Sales_Manager"}],"GroupOperator":"OR"},{"Condition":[{"LookupName":"EmailAddress","Operator":"lik","LookupValue":"TWO@"}],"GroupOperator":null}]""", "one,two")]
    [InlineData("""[{"Condition":[{"LookupName":"mx_Custom_1","Operator":"in","LookupValue":"south, west"}]}]""", "two")]
    [InlineData("""[{"Condition":[{"LookupName":"mx_Custom_1","Operator":"neq","LookupValue":"north"},{"LookupName":"EmailAddress","Operator":"lik_e","LookupValue":"@search.example"}]}]""", "two")]
    public async Task Conditions_find_their_users(string groups, string found) =>
        Assert.Equal(found.Split(','), await Find($$"""{"GroupConditions":{{groups}},"Sorting":[{"ColumnName":"EmailAddress","Direction":0}]}"""));

    [Fact]
    public async Task Columns_that_are_not_asked_for_are_null_and_pages_follow_each_other()
    {
        const string body =
            """
            {"Columns":{"Include_CSV":"UserID,EmailAddress,StatusCode"},
             "GroupConditions":[{"Condition":[{"LookupName":"EmailAddress","Operator":"lik","LookupValue":"@search.example","ConditionOperator":null}],"GroupOperator":null}],
             "GroupOperator":null,"Sorting":[{"ColumnName":"EmailAddress","Direction":1}],"Paging":{"PageIndex":2,"PageSize":2}}
            """;

        var answer = (await server.Post(Path, body)).Json;

        Assert.Equal(3, answer.GetProperty("RecordCount").GetInt32());
        var row = Assert.Single(answer.GetProperty("Users").EnumerateArray());
        Assert.Equal("one@search.example", row.GetProperty("EmailAddress").GetString());
        Assert.Equal("0", row.GetProperty("StatusCode").GetString());
        Assert.True(Guid.TryParse(row.GetProperty("UserID").GetString(), out _));
        Assert.Null(row.GetProperty("FirstName").GetString());
        Assert.Null(row.GetProperty("mx_Custom_1").GetString());
        Assert.False(row.TryGetProperty("ManagerName", out _));
    }

    [Theory]
    [InlineData("""{"Columns":{"Include_CSV":"ManagerName"}}""", "User search has some invalid Attributes")]
    [InlineData("""{"Columns":{"Include_CSV":"TeamName"}}""", "User search has some invalid Attributes")]
    [InlineData("""{"Sorting":[{"ColumnName":"Shoe","Direction":0}]}""", "User search has some invalid Attributes")]
    [InlineData("""{"GroupConditions":[{"Condition":[{"LookupName":"Shoe","Operator":"eq","LookupValue":"9"}]}]}""", "User search has some invalid Attributes")]
    [InlineData("""{"GroupConditions":[{"Condition":[{"LookupName":"Role","Operator":"near","LookupValue":"9"}]}]}""", "Operator 'near' is not valid.")]
    [InlineData("""{"Paging":{"PageIndex":1,"PageSize":1001}}""", "PageSize can't be greater than 1000")]
    public async Task What_cannot_be_asked_is_refused(string body, string message)
    {
        var answer = await server.Post(Path, body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(message, answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    private async Task<string[]> Find(string body) =>
    [
        .. (await server.Post(Path, body)).Json.GetProperty("Users").EnumerateArray()
            .Select(user => user.GetProperty("EmailAddress").GetString()!.Split('@')[0]),
    ];
}
