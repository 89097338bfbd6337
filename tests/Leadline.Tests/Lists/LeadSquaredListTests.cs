using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Lists;

/// <summary>Lists as LeadSquared's clients use them (core §5).</summary>
public sealed class LeadSquaredListTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Management = "/v2/LeadManagement.svc/";
    private const string Segmentation = "/v2/LeadSegmentation.svc/";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_static_list_lives_as_the_documents_have_it()
    {
        var list = await Create();
        var leads = new List<Guid>();
        for (var i = 0; i < 3; i++)
            leads.Add(await NewLead());

        Assert.Equal(Added(2), await Add(list, leads[0], leads[1]));
        var one = await server.Post($"{Management}AddLeadToStaticList?listId={list}&leadId={leads[2]}", "");
        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{leads[2]}}}","AffectedRows":1}}""", one.Body);
        Assert.Equal("""{"MemberCount":3}""", await Count(list));
        Assert.Equal("""{"IsLeadInList":true}""", await Check(list, leads[2]));

        var removed = await server.Get($"{Segmentation}RemoveLeadFromStaticList?ListId={list}&LeadID={leads[0]}");
        Assert.Equal("""{"Status":"Success","Message":{"Message":"Successfully removed lead from list"}}""", removed.Body);
        Assert.Equal("""{"MemberCount":2}""", await Count(list));
        Assert.Equal("""{"IsLeadInList":false}""", await Check(list, leads[0]));

        var emptied = await server.Get($"{Segmentation}Lists/EmptyStaticList?ListId={list}");
        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{list}}}"}}""", emptied.Body);
        Assert.Equal("""{"MemberCount":0}""", await Count(list));
    }

    [Fact]
    public async Task A_lead_is_a_member_once_and_an_unknown_one_lets_none_in()
    {
        var list = await Create();
        var (first, second) = (await NewLead(), await NewLead());

        Assert.Equal(Added(1), await Add(list, first, first));
        Assert.Equal(Added(1), await Add(list, first, second));
        var again = await server.Post($"{Management}AddLeadToStaticList?listId={list}&leadId={first}", "");
        Assert.Contains("\"AffectedRows\":0", again.Body, StringComparison.Ordinal);
        var third = await NewLead();
        Assert.Equal(
            """{"Status":"Error","ExceptionType":"MXInvalidInputException","ExceptionMessage":"Records not associated with List where Entity Type didn't match"}""",
            await Add(list, third, Guid.NewGuid()));

        Assert.Equal("""{"MemberCount":2}""", await Count(list));
        Assert.Equal("""{"IsLeadInList":false}""", await Check(list, third));
    }

    [Fact]
    public async Task Members_come_in_pages_with_CanUpdate_last()
    {
        var list = await Create();
        var leads = new List<Guid>();
        for (var i = 0; i < 5; i++)
            leads.Add(await NewLead(("LastName", $"member{i}")));
        await Add(list, [.. leads]);

        var seen = new List<string>();
        for (var page = 1; page <= 4; page++)
        {
            var answer = await Members(list, $$"""
                "Columns":{"Include_CSV":"LastName"},"Sorting":{"ColumnName":"LastName","Direction":"0"},"Paging":{"PageIndex":{{page}},"PageSize":2}
                """);
            Assert.Equal(5, answer.GetProperty("RecordCount").GetInt32());
            seen.AddRange(answer.GetProperty("Leads").EnumerateArray().Select(lead => lead.GetRawText()));
        }

        Assert.Equal(
            Enumerable.Range(0, 5).Select(i =>
                $$"""{"LeadPropertyList":[{"Attribute":"LastName","Value":"member{{i}}","Fields":null},{"Attribute":"CanUpdate","Value":"true","Fields":null}]}"""),
            seen);
        Assert.Equal(
            """{"RecordCount":0,"Leads":[]}""",
            (await Members(Guid.NewGuid().ToString(), "\"Columns\":{\"Include_CSV\":\"LastName\"}")).GetRawText());
    }

    [Fact]
    public async Task A_list_with_many_members_reads_as_a_short_one()
    {
        var list = await Create();
        var lead = await NewLead();
        await Add(list, lead);
        await rows.Execute(
            "UPDATE lead_list SET member_count = 30000 WHERE account_id = @AccountId AND list_id = @list",
            new { rows.AccountId, list = Guid.Parse(list) });

        var answer = await Members(list, "\"Columns\":{\"Include_CSV\":\"ProspectID\"}");

        Assert.Equal(lead.ToString(), answer.GetProperty("Leads")[0].GetProperty("LeadPropertyList")[0].GetProperty("Value").GetString());
        Assert.Equal(1, answer.GetProperty("Leads").GetArrayLength());
    }

    [Fact]
    public async Task The_lists_of_the_system_are_there_and_count()
    {
        var lists = (await server.Get($"{Management}Lists.Get")).Json.EnumerateArray().ToList();

        var all = Assert.Single(lists, list => list.GetProperty("ListName").GetString() == "All Leads");
        Assert.Equal(["ListId", "ListName", "ListDescription", "ListType", "MemberCount"], all.EnumerateObject().Select(member => member.Name));
        Assert.Equal("dynamic", all.GetProperty("ListType").GetString());
        Assert.Equal(await rows.Count(), all.GetProperty("MemberCount").GetInt64());
        var starred = Assert.Single(lists, list => list.GetProperty("ListName").GetString() == "Starred Leads");
        Assert.Equal("static", starred.GetProperty("ListType").GetString());

        var lead = await NewLead();
        Assert.Equal("""{"IsLeadInList":true}""", await Check(all.GetProperty("ListId").GetString()!, lead));
        Assert.Equal(Added(1), await Add(starred.GetProperty("ListId").GetString()!, lead));
        Assert.Equal("""{"MemberCount":1}""", await Count(starred.GetProperty("ListId").GetString()!));
    }

    [Fact]
    public async Task Lists_are_read_by_type_by_text_and_by_page()
    {
        var tag = Guid.NewGuid().ToString("N");
        for (var i = 0; i < 2; i++)
            await Create($"{tag} {i}");

        async Task<IReadOnlyList<string?>> Names(string query) =>
        [
            .. (await server.Get($"{Management}Lists.Get?{query}")).Json.EnumerateArray()
                .Select(list => list.GetProperty("ListName").GetString()),
        ];

        Assert.Equal([$"{tag} 0", $"{tag} 1"], await Names($"SearchText={tag.ToUpperInvariant()}"));
        Assert.Equal([$"{tag} 0", $"{tag} 1"], await Names($"SearchText={tag}&PageIndex=1&ListType=0"));
        Assert.Empty(await Names($"SearchText={tag}&PageIndex=2"));
        Assert.Empty(await Names($"SearchText={tag}&ListType=1"));
        Assert.Empty(await Names("ListType=2"));
    }

    // clients.md A4: the PHP library asks so for the leads of a list, keys in the query.
    [Fact]
    public async Task The_php_librarys_lines_are_answered()
    {
        var list = await Create();
        var lead = await NewLead();
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"{Management}AddLeadToStaticList?accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}&listId={list}&leadId={lead}")
        {
            Content = new ByteArrayContent([]),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using var added = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains(
            "\"Status\":\"Success\"",
            await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        var leads = (await server.Get($"{Management}Lists.Get?listId={list}")).Json;
        Assert.Equal(lead.ToString(), leads[0].GetProperty("ProspectID").GetString());
        Assert.Equal(1, leads.GetArrayLength());
        Assert.Equal("[]", (await server.Get($"{Management}Lists.Get?listId={Guid.NewGuid()}")).Body);
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_the_surfaces_form()
    {
        var name = $"Twice {Guid.NewGuid():N}";
        var list = await Create(name);
        var lead = await NewLead();
        var nobody = Guid.NewGuid();
        await Refused("MXDuplicateEntryException", server.Post($"{Segmentation}CreateEmptyList", $$"""{"Name":"{{name.ToUpperInvariant()}}"}"""));
        await Refused("MXMandatoryAttributeMissingException", server.Post($"{Segmentation}CreateEmptyList", """{"Description":"d"}"""));
        await Refused("MXInvalidInputException", server.Post($"{Segmentation}AddLeadsToStaticList", $$"""{"leadIds":["{{lead}}"]}"""));
        await Refused("MXInvalidInputException", server.Post($"{Segmentation}AddLeadsToStaticList", $$"""{"listId":"{{list}}","leadIds":[]}"""));
        await Refused("MXInvalidEntityException", server.Post($"{Segmentation}AddLeadsToStaticList", $$"""{"listId":"{{nobody}}","leadIds":["{{lead}}"]}"""));
        await Refused("MXInvalidEntityException", server.Post($"{Management}AddLeadToStaticList?listId={list}&leadId={nobody}", ""));
        await Refused("MXInvalidEntityException", server.Get($"{Segmentation}RemoveLeadFromStaticList?ListId={nobody}&LeadID={lead}"));
        await Refused("MXInvalidInputException", server.Get($"{Segmentation}RemoveLeadFromStaticList?ListId={list}"));
        await Refused("MXInvalidEntityException", server.Get($"{Segmentation}Lists/EmptyStaticList?ListId=nonsense"));
        await Refused("MXInvalidInputException", server.Get($"{Management}List/Retrieve/MemberCount"));
        await Refused("MXInvalidInputException", server.Post($"{Management}Leads/Retrieve/BySearchParameter", "{}"));
    }

    private static string Added(int count) =>
        $$$"""{"Status":"Success","Message":{"Message":"Successfully added {{{count}}} lead(s) to list"}}""";

    private static async Task Refused(string exception, Task<Answer> call)
    {
        var answer = await call;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(exception, answer.Json.GetProperty("ExceptionType").GetString());
    }

    private async Task<string> Create(string? name = null)
    {
        var answer = await server.Post(
            $"{Segmentation}CreateEmptyList", $$"""{"Name":"{{name ?? $"List {Guid.NewGuid():N}"}}","Description":"d"}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Id;
    }

    private Task<Guid> NewLead(params (string, string)[] more) => rows.Lead($"{Guid.NewGuid():N}@example.com", more);

    private async Task<string> Add(string list, params Guid[] leads)
    {
        var ids = new StringBuilder().AppendJoin(',', leads.Select(lead => $"\"{lead}\""));
        return (await server.Post($"{Segmentation}AddLeadsToStaticList", $$"""{"listId":"{{list}}","leadIds":[{{ids}}]}""")).Body;
    }

    private async Task<string> Count(string list) => (await server.Get($"{Management}List/Retrieve/MemberCount?listId={list}")).Body;

    private async Task<string> Check(string list, Guid lead) =>
        (await server.Get($"{Management}List.CheckLead?listId={list}&leadId={lead}")).Body;

    private async Task<JsonElement> Members(string list, string rest)
    {
        var answer = await server.Post(
            $"{Management}Leads/Retrieve/BySearchParameter",
            $$$"""{"SearchParameters":{"ListId":"{{{list}}}","RetrieveBehaviour":"0"},{{{rest}}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json;
    }
}
