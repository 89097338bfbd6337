using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Tables;

/// <summary>Dropdowns of leads, activities and opportunities that take their options from a table.</summary>
public sealed class TableDropdownTests(TestServer server) : IClassFixture<TestServer>
{
    private static int made;

    [Fact]
    public async Task An_activity_takes_what_the_table_has_and_fits_the_field_it_depends_on()
    {
        var (table, type) = (await NewTable(), await NewType());
        var lead = await Lead();
        await Set(table, $$"""{"owner":"activity/{{type}}","field":"mx_Custom_1","column":"State"}""");
        await Set(table, $$"""{"owner":"activity/{{type}}","field":"mx_Custom_2","column":"City","parentField":"mx_Custom_1","parentColumn":"State"}""");

        var fits = await Post(type, lead, "Kerala", "Kochi");
        var other = await Post(type, lead, "Goa", "Kochi");
        var none = await Post(type, lead, null, "Kochi");
        var unknown = await Post(type, lead, "Nowhere", null);
        var skipped = await Post(type, lead, "Goa", "Nowhere", """,{"x":1}""");

        Assert.Equal(HttpStatusCode.OK, fits.Status);
        Assert.All(new[] { other, none, unknown }, answer => Assert.NotEqual(HttpStatusCode.OK, answer.Status));
        Assert.Contains("mx_Custom_2", other.Body, StringComparison.Ordinal);
        Assert.Contains("mx_Custom_1", unknown.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, skipped.Status);

        // What a change passes is looked at beside what is there.
        var id = fits.Id;
        Assert.NotEqual(HttpStatusCode.OK, (await Change(id, "mx_Custom_1", "Goa")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Change(id, "mx_Custom_2", "Thrissur")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Change(id, "mx_Custom_1", "Goa", skip: true)).Status);
    }

    [Fact]
    public async Task Options_follow_the_rows_with_the_same_commit()
    {
        var (table, type) = (await NewTable(), await NewType());
        await Set(table, $$"""{"owner":"activity/{{type}}","field":"mx_Custom_2","column":"City","parentField":"mx_Custom_1","parentColumn":"State"}""");
        Assert.Equal("Kochi,Thrissur,Panaji", await Options(type));
        Assert.Equal("Kochi,Thrissur", await Options(type, "Kerala"));
        Assert.Equal("", await Options(type, "Nowhere"));

        await server.Post($"{table}/rows", """{"values":{"State":"Goa","City":"Margao"}}""");
        Assert.Equal("Panaji,Margao", await Options(type, "Goa"));
        var rows = (await server.Get($"{table}/rows")).Json.GetProperty("rows").EnumerateArray().ToList();
        await server.Send(HttpMethod.Delete, $"{table}/rows/{rows[0].GetProperty("id").GetString()}", null);
        Assert.Equal("Thrissur,Panaji,Margao", await Options(type));
        await server.Post($"{table}/truncate", "");
        Assert.Equal("", await Options(type));
        Assert.NotEqual(HttpStatusCode.OK, (await Post(type, await Lead(), null, "Kochi")).Status);
    }

    [Fact]
    public async Task A_table_that_a_dropdown_uses_stays_until_the_dropdown_lets_go()
    {
        var (table, type) = (await NewTable(), await NewType());
        var owner = $"activity/{type}";
        await Set(table, $$"""{"owner":"{{owner}}","field":"mx_Custom_1","column":"State"}""");

        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, table, null)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Patch, table, """{"columns":[{"schemaName":"City"}]}""")).Status);
        Assert.Single((await server.Get($"{table}/dropdowns")).Json.GetProperty("dropdowns").EnumerateArray().ToList());
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{table}/dropdowns?owner={owner}&field=mx_Custom_1", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"{table}/dropdowns?owner={owner}&field=mx_Custom_1", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, table, null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(type, await Lead(), "Goa", null)).Status);
    }

    [Fact]
    public async Task A_lead_field_offers_what_the_table_has()
    {
        var table = await NewTable();
        var name = $"mx_City_{Interlocked.Increment(ref made)}";
        await server.Post("/leadline/v1/lead-fields", $$"""{"schemaName":"{{name}}","type":"dropdown"}""");

        await Set(table, $$"""{"owner":"lead","field":"{{name}}","column":"City"}""");

        var options = (await server.Get($"/leadline/v1/field-options?field={name}")).Json.GetProperty("options");
        Assert.Equal("Kochi,Thrissur,Panaji", string.Join(',', options.EnumerateArray().Select(one => one.GetString())));
        var metadata = await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get");
        Assert.Contains("Thrissur", metadata.Json.EnumerateArray().Single(field => field.GetProperty("SchemaName").GetString() == name).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Patch, $"/leadline/v1/lead-fields/{name}", $$"""{"schemaName":"{{name}}","options":["x"]}""")).Status);
    }

    [Theory]
    [InlineData("""{"owner":"ticket","field":"mx_Custom_1","column":"City"}""", "owner")]
    [InlineData("""{"owner":"activity/TYPE","field":"mx_Custom_3","column":"City"}""", "field")]
    [InlineData("""{"owner":"activity/TYPE","field":"mx_Custom_9","column":"City"}""", "field")]
    [InlineData("""{"owner":"activity/TYPE","field":"mx_Custom_1","column":"Country"}""", "column")]
    [InlineData("""{"owner":"activity/TYPE","field":"mx_Custom_1","column":"City","parentField":"mx_Custom_2"}""", "parentColumn")]
    [InlineData("""{"owner":"activity/TYPE","field":"mx_Custom_1","column":"City","parentField":"mx_Custom_1","parentColumn":"State"}""", "parentField")]
    public async Task What_cannot_be_a_source_is_refused_with_the_member_at_fault(string body, string member)
    {
        var (table, type) = (await NewTable(), await NewType());

        var answer = await server.Send(HttpMethod.Put, $"{table}/dropdowns", body.Replace("TYPE", type, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"'{member}'", answer.Body, StringComparison.Ordinal);
    }

    private async Task Set(string table, string body) =>
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, $"{table}/dropdowns", body)).Status);

    private async Task<string> Options(string type, string? parent = null)
    {
        var answer = await server.Get($"/leadline/v1/field-options?owner=activity/{type}&field=mx_Custom_2{(parent is null ? "" : $"&parent={parent}")}");
        return string.Join(',', answer.Json.GetProperty("options").EnumerateArray().Select(one => one.GetString()));
    }

    private Task<Answer> Post(string type, string lead, string? state, string? city, string? skip = null) => server.Post(
        "/v2/ProspectActivity.svc/Create",
        JsonSerializer.Serialize(new
        {
            RelatedProspectId = lead,
            ActivityEvent = type,
            ActivityNote = "n",
            ValidateDropDownOptions = skip is not null,
            Fields = new[] { ("mx_Custom_1", state), ("mx_Custom_2", city) }.Where(one => one.Item2 is not null)
                .Select(one => new { SchemaName = one.Item1, Value = one.Item2 }),
        }));

    private Task<Answer> Change(string activity, string field, string value, bool skip = false) => server.Post(
        "/v2/ProspectActivity.svc/CustomActivity/Update",
        JsonSerializer.Serialize(new { ProspectActivityId = activity, ValidateDropDownOptions = skip, Fields = new[] { new { SchemaName = field, Value = value } } }));

    private async Task<string> Lead() => (await server.Post(
        "/v2/LeadManagement.svc/Lead.Capture", $$"""[{"Attribute":"EmailAddress","Value":"{{Guid.NewGuid():N}}@example.com"}]""")).Id;

    private async Task<string> NewTable()
    {
        var table = await server.Post(
            "/leadline/v1/tables", $$"""{"name":"Places {{Interlocked.Increment(ref made)}}","columns":[{"schemaName":"State"},{"schemaName":"City"}]}""");
        var path = $"/leadline/v1/tables/{table.Json.GetProperty("id").GetString()}";
        await server.Post($"{path}/rows/bulk", """
            {"rows":[{"values":{"State":"Kerala","City":"Kochi"}},{"values":{"State":"Kerala","City":"Thrissur"}},{"values":{"State":"Goa","City":"Panaji"}}]}
            """);
        return path;
    }

    private async Task<string> NewType()
    {
        var type = await server.Post("/leadline/v1/activity-types", $$"""
            {"name":"Visit {{Interlocked.Increment(ref made)}}","fields":[{"schemaName":"mx_Custom_1","type":"dropdown"},{"schemaName":"mx_Custom_2","type":"dropdown"},{"schemaName":"mx_Custom_3"}]}
            """);
        return type.Json.GetProperty("code").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
