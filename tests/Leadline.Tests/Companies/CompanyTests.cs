using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Companies;

public sealed class CompanyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wire = "/v2/CompanyManagement.svc/";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_company_is_made_changed_and_read()
    {
        var made = await Create("Acme", ("Phone", "9876543210"), ("AnnualRevenue", "1000000.50"), ("Industry", "Technology"));

        var updated = await server.Post(
            $"{Wire}Company.Update?companyId={made.Id}",
            """{"CompanyProperties":[{"Attribute":"City","Value":"Pune"},{"Attribute":"Stage","Value":"Customer"},{"Attribute":"Phone","Value":""}]}""");

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", updated.Body);
        var company = await Only("""{"Query":{"CompanyType":{"CompanyTypeName":"partners"},"SearchText":"ACM"}}""");
        Assert.Equal(made.Id, company["CompanyId"]);
        Assert.Equal("Acme", company["CompanyName"]);
        Assert.Equal("Pune", company["City"]);
        Assert.Equal("Customer", company["Stage"]);
        Assert.Equal("1000000.50", company["AnnualRevenue"]);
        Assert.Null(company["Phone"]);
        Assert.Equal("Account Administrator", company["OwnerName"]);
        Assert.Equal("admin@example.com", company["CreatedByEmail"]);
        Assert.True(long.Parse(company["CompanyAutoId"]!) > 0);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$", company["ModifiedOn"]);
        Assert.Equal(
            ["company.created", "company.updated"],
            [.. await Events(made.Id)]);
    }

    [Theory]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Nobody"},"CompanyProperties":[{"Attribute":"CompanyName","Value":"R"}]}""", "MXInvalidInputException", "type does not exist")]
    [InlineData("""{"CompanyProperties":[{"Attribute":"CompanyName","Value":"R"}]}""", "MXInvalidInputException", "type does not exist")]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Partners"},"CompanyProperties":[{"Attribute":"City","Value":"R"}]}""", "MXMandatoryAttributeMissingException", "'CompanyName' is mandatory")]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Partners"}}""", "MXInvalidDataTypeException", "You're missing Company details.")]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Partners"},"CompanyProperties":[{"Attribute":"CompanyName","Value":"R"},{"Attribute":"mx_A","Value":"1"},{"Attribute":"mx_B","Value":"1"}]}""", "MXUnknownAttributeException", "Attribute(s) does not exist - mx_A, mx_B.")]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Partners"},"CompanyProperties":[{"Attribute":"CompanyName","Value":"R"},{"Attribute":"AnnualRevenue","Value":"much"}]}""", "MXInvalidDataTypeException", "")]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Partners"},"CompanyProperties":[{"Attribute":"CompanyName","Value":"R"},{"Attribute":"Industry","Value":"Alchemy"}]}""", "MXInvalidEntityReferenceException", "")]
    [InlineData("""{"CompanyType":{"CompanyTypeName":"Partners"},"CompanyProperties":[{"Attribute":"CompanyName","Value":"R"},{"Attribute":"OwnerId","Value":"nobody"}]}""", "MXInvalidInputException", "OwnerId")]
    public async Task What_cannot_be_a_company_is_refused(string body, string type, string message)
    {
        var answer = await server.Post($"{Wire}Company.Create", body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(type, answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Contains(message, answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Racing_companies_of_one_name_are_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Create(i % 2 == 0 ? "Racer" : "RACER")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Contains("A Company with same CompanyName already exists.", answer.Body));
    }

    [Fact]
    public async Task An_update_needs_its_wrapper_and_a_company()
    {
        var id = (await Create("Wrapped", ("CompanyNumber", "W-1"))).Id;
        await Create("Other", ("CompanyNumber", "W-2"));

        Assert.Contains(
            "You're missing Company details.",
            (await server.Post($"{Wire}Company.Update?companyId={id}", """[{"Attribute":"City","Value":"X"}]""")).Body);
        Assert.Contains("MXInvalidEntityException", (await Update(Guid.NewGuid().ToString(), "City", "X")).Body);
        Assert.Contains("MXInvalidEntityException", (await Update("17", "City", "X")).Body);
        Assert.Contains("A Company with same CompanyNumber already exists.", (await Update(id, "CompanyNumber", "w-2")).Body);
        Assert.Contains("'CompanyName' is mandatory", (await Update(id, "CompanyName", "")).Body);
    }

    [Theory]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"City","LookupValue":"Goa","SqlOperator":"="}}}""", "S1,S3")]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"Employees","LookupValue":"20","SqlOperator":">"}}}""", "S2,S3")]
    [InlineData("""{"Query":{"SearchText":"s2@"}}""", "S2")]
    [InlineData("""{"Query":{"SearchText":"%"}}""", "")]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"City","LookupValue":"Goa","SqlOperator":"="},"DateRange":{"DateField":"CreatedOn","FromDate":"2020-01-01 00:00:00","ToDate":"2021-01-01"}}}""", "")]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"CompanyName","LookupValue":"S","SqlOperator":"LIKE"},"DateRange":{"FromDate":"2020-01-01"}},"Sorting":{"ColumnName":"Employees","Direction":"1"},"Paging":{"PageIndex":1,"PageSize":2}}""", "S3,S2")]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"City","LookupValue":"Goa","SqlOperator":"="}},"Sorting":{"ColumnName":"CompanyName","Direction":1},"Paging":{"PageIndex":2,"PageSize":1}}""", "S1")]
    public async Task Companies_are_found(string body, string names)
    {
        foreach (var (name, city, employees) in new[] { ("S1", "Goa", "9"), ("S2", "Delhi", "30"), ("S3", "Goa", "200") })
            await Create(name, ("City", city), ("Employees", employees), ("EmailAddress", $"{name}@found.example"));

        var found = await Find(body);

        Assert.Equal(names, string.Join(',', found.Select(company => company["CompanyName"]).Where(name => name is "S1" or "S2" or "S3")));
    }

    [Theory]
    [InlineData("""{"Columns":{"Include_CSV":"CompanyName,Shoe"}}""", "Attribute(s) does not exist - Shoe.")]
    [InlineData("""{"Query":{"CompanyType":{"CompanyTypeName":"Nobody"}}}""", "type does not exist")]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"Shoe","LookupValue":"9","SqlOperator":"="}}}""", "Shoe")]
    [InlineData("""{"Query":{"FilterBy":{"LookupName":"City","LookupValue":"9","SqlOperator":"!="}}}""", "SqlOperator")]
    [InlineData("""{"Query":{"DateRange":{"FromDate":"soon"}}}""", "FromDate value is not correct.")]
    [InlineData("""{"Sorting":{"ColumnName":"Shoe","Direction":"1"}}""", "Shoe")]
    public async Task What_cannot_be_searched_by_is_refused(string body, string message)
    {
        var answer = await server.Post($"{Wire}Company.Get", body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains(message, answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Only_the_columns_that_are_asked_for_come()
    {
        await Create("Narrow");

        var answer = await server.Post($"{Wire}Company.Get", """{"Query":{"SearchText":"Narrow"},"Columns":{"Include_CSV":"CompanyName,City"}}""");

        Assert.Equal(
            """{"RecordCount":1,"Companies":[{"companyPropertyList":[{"Attribute":"CompanyName","Value":"Narrow"},{"Attribute":"City","Value":null}]}]}""",
            answer.Body);
    }

    [Theory]
    [InlineData("FillMissingFields", "Old", "New", true)]
    [InlineData("OverwriteAllFields", "New", "New", true)]
    [InlineData("IgnoreDuplicate", "Old", null, false)]
    public async Task A_bulk_call_answers_each_row(string strategy, string city, string? state, bool isUpdated)
    {
        var name = $"Bulk {strategy}";
        await Create(name, ("City", "Old"));

        var answer = await Bulk(strategy, $$"""
            [[{"Attribute":"CompanyName","Value":"{{name.ToUpperInvariant()}}"},{"Attribute":"City","Value":"New"},{"Attribute":"State","Value":"New"}],
             [{"Attribute":"CompanyName","Value":"{{name}} 2"}],
             [{"Attribute":"City","Value":"Nameless"}],
             [{"Attribute":"CompanyName","Value":"{{name}} 3"},{"Attribute":"Employees","Value":"few"}],
             [{"Attribute":"CompanyName","Value":"{{name}} 2"},{"Attribute":"City","Value":"Same call"}]]
            """);

        var told = answer.Json;
        Assert.Equal([1, 2, 3, 4, 5], told.EnumerateArray().Select(row => row.GetProperty("RowNumber").GetInt32()));
        Assert.False(told[0].GetProperty("CompanyCreated").GetBoolean());
        Assert.Equal(isUpdated, told[0].GetProperty("CompanyUpdated").GetBoolean());
        Assert.True(told[1].GetProperty("CompanyCreated").GetBoolean());
        Assert.Equal("MXMandatoryAttributeMissingException", told[2].GetProperty("ExceptionType").GetString());
        Assert.Equal("MXInvalidDataTypeException", told[3].GetProperty("ExceptionType").GetString());
        Assert.Equal(told[1].GetProperty("CompanyId").GetString(), told[4].GetProperty("CompanyId").GetString());
        var id = told[0].GetProperty("CompanyId").GetString();
        var company = await Only($$"""{"Query":{"FilterBy":{"LookupName":"CompanyId","LookupValue":"{{id}}","SqlOperator":"="} } }""");
        Assert.Equal(city, company["City"]);
        Assert.Equal(state, company["State"]);
    }

    [Fact]
    public async Task A_bulk_call_has_at_most_25_rows_and_known_options()
    {
        var many = string.Join(',', Enumerable.Range(0, 26).Select(i => $$"""[{"Attribute":"CompanyName","Value":"Many {{i}}"}]"""));

        Assert.Contains("At most 25 companies", (await Bulk("IgnoreDuplicate", $"[{many}]")).Body);
        Assert.Contains("CollisionResolutionStrategy", (await Bulk("Whatever", """[[{"Attribute":"CompanyName","Value":"X"}]]""")).Body);
        Assert.Contains(
            "Invalid SearchBy value provided",
            (await Bulk("IgnoreDuplicate", """[[{"Attribute":"CompanyName","Value":"X"}]]""", searchBy: "City")).Body);
        Assert.Empty(await Find("""{"Query":{"SearchText":"Many"}}"""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_company_is_deleted_with_its_leads_or_without(bool withLeads)
    {
        var id = (await Create($"Doomed {withLeads}")).Id;
        var leads = new List<Guid>();
        for (var i = 0; i < 3; i++)
            leads.Add(await rows.Lead($"doomed{i}.{withLeads}@company.example", ("RelatedCompanyId", id)));
        Assert.Equal(3, (await server.Get($"/leadline/v1/companies/{id}")).Json.GetProperty("leads").GetInt32());

        var deleted = await server.Get($"{Wire}Company.Delete?companyId={id}&withLeadDelete={withLeads}");

        Assert.Equal("""{"Status":"Success","Message":{}}""", deleted.Body);
        Assert.Contains("MXInvalidEntityException", (await server.Get($"{Wire}Company.Delete?companyId={id}")).Body);
        foreach (var lead in leads)
        {
            var read = await server.Get($"/v2/LeadManagement.svc/Leads.GetById?id={lead}");
            if (withLeads)
                Assert.Equal("[]", read.Body);
            else
                Assert.Equal(JsonValueKind.Null, read.Json[0].GetProperty("RelatedCompanyId").ValueKind);
        }

        Assert.Contains("company.deleted", await Events(id));
    }

    private Task<Answer> Create(string name, params (string Attribute, string Value)[] more)
    {
        var properties = more.Prepend(("CompanyName", name))
            .Select(value => $$"""{"Attribute":"{{value.Item1}}","Value":"{{value.Item2}}"}""");
        return server.Post(
            $"{Wire}Company.Create",
            $$"""{"CompanyType":{"CompanyTypeName":"Partners"},"CompanyProperties":[{{string.Join(',', properties)}}]}""");
    }

    private Task<Answer> Update(string id, string attribute, string value) => server.Post(
        $"{Wire}Company.Update?companyId={id}",
        $$"""{"CompanyProperties":[{"Attribute":"{{attribute}}","Value":"{{value}}"}]}""");

    private Task<Answer> Bulk(string strategy, string companies, string searchBy = "CompanyName") => server.Post(
        $"{Wire}Company/Bulk/CreateOrUpdate",
        $$"""{"CompanyType":{"CompanyTypeName":"Partners"},"Options":{"SearchBy":"{{searchBy}}","CollisionResolutionStrategy":"{{strategy}}"},"Companies":{{companies}}}""");

    private async Task<Dictionary<string, string?>> Only(string body) => Assert.Single(await Find(body));

    private async Task<List<Dictionary<string, string?>>> Find(string body) =>
    [
        .. (await server.Post($"{Wire}Company.Get", body)).Json.GetProperty("Companies").EnumerateArray()
            .Select(company => company.GetProperty("companyPropertyList").EnumerateArray().ToDictionary(
                value => value.GetProperty("Attribute").GetString()!, value => value.GetProperty("Value").GetString())),
    ];

    private async Task<List<string>> Events(string companyId) => [.. (await rows.One<string>(
        "SELECT string_agg(kind, ',' ORDER BY occurred_on, event_id) FROM event WHERE account_id = @account AND record_id = @id",
        new { account = rows.AccountId, id = Guid.Parse(companyId) })).Split(',')];
}
