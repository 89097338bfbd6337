using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class LeadLookUpTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Service = "/v2/LeadManagement.svc";

    [Theory]
    [InlineData("9811122233")]
    [InlineData("919811122233")]
    [InlineData("+91-9811122233")]
    [InlineData("%2B919811122233")]
    [InlineData("09811122233")]
    [InlineData("98111%2022233")]
    public async Task A_phone_number_finds_its_lead_in_any_spelling(string phone)
    {
        var id = await Capture("""{"Attribute":"Phone","Value":"+91-9811122233"}""");

        var answer = await server.Get($"{Service}/RetrieveLeadByPhoneNumber?phone={phone}");

        Assert.Equal(id, Assert.Single(answer.Json.EnumerateArray()).GetProperty("ProspectID").GetString());
    }

    [Fact]
    public async Task Of_several_leads_with_a_number_the_one_with_the_latest_activity_is_found()
    {
        var quiet = await Capture("""{"Attribute":"Mobile","Value":"9844400001"},{"Attribute":"EmailAddress","Value":"quiet@example.com"}""");
        var active = await Capture("""{"Attribute":"Phone","Value":"9844400001"},{"Attribute":"EmailAddress","Value":"active@example.com"}""");
        foreach (var (lead, on) in (ReadOnlySpan<(string, string)>)[(quiet, "2026-01-01"), (active, "2026-01-02")])
            Touch(lead, on);

        var answer = await server.Get($"{Service}/RetrieveLeadByPhoneNumber?phone=9844400001");

        Assert.Equal(active, Assert.Single(answer.Json.EnumerateArray()).GetProperty("ProspectID").GetString());
    }

    [Fact]
    public async Task A_phone_number_in_a_body_or_unknown_finds_nobody()
    {
        Assert.Equal("[]", (await server.Post($"{Service}/RetrieveLeadByPhoneNumber", """{"params":{"phone":"9999999999"}}""")).Body);
        Assert.Equal("[]", (await server.Get($"{Service}/RetrieveLeadByPhoneNumber?phone=900")).Body);
    }

    [Fact]
    public async Task Leads_are_read_by_their_ids_with_the_columns_asked_for()
    {
        var one = await Capture("""{"Attribute":"FirstName","Value":"One"},{"Attribute":"EmailAddress","Value":"one@example.com"}""");
        var two = await Capture("""{"Attribute":"FirstName","Value":"Two"},{"Attribute":"EmailAddress","Value":"two@example.com"}""");

        Assert.Equal(
            $$"""{"RecordCount":2,"Leads":[{"ProspectID":"{{two}}","FirstName":"Two","LastName":null},{"ProspectID":"{{one}}","FirstName":"One","LastName":null}]}""",
            (await ByIds("""{"Include_CSV":"ProspectID,FirstName,LastName,mx_Nothing"}""", two, one, two, Guid.NewGuid().ToString(), "nobody")).Body);
        Assert.Equal(
            (await server.Get($"{Service}/Leads.GetById?id={one}")).Body,
            (await ByIds("""{"Include_CSV":""}""", one)).Json.GetProperty("Leads").GetRawText());
        Assert.Equal("""{"RecordCount":0,"Leads":[]}""", (await ByIds("{}", Guid.NewGuid().ToString())).Body);
        Assert.Equal(
            HttpStatusCode.InternalServerError,
            (await ByIds("{}", [.. Enumerable.Range(0, 10_001).Select(_ => Guid.NewGuid().ToString())])).Status);
    }

    [Theory]
    [InlineData("EmailAddress", "owner@example.com")]
    [InlineData("emailaddress", "OWNER@example.com")]
    public async Task The_owner_of_a_lead_is_found_by_what_identifies_it(string field, string value)
    {
        await Capture("""{"Attribute":"EmailAddress","Value":"owner@example.com"}""");

        var answer = await server.Get($"{Service}/LeadOwner.Get?LeadIdentifier={field}&value={value}");

        Assert.Equal(server.Credentials.AdminEmail, Assert.Single(answer.Json.EnumerateArray()).GetProperty("EmailAddress").GetString());
    }

    /// <summary>Every documented member, in the documented order (core §2.13).</summary>
    [Fact]
    public async Task An_owner_prints_every_documented_member()
    {
        await Capture("""{"Attribute":"EmailAddress","Value":"whose@example.com"}""");

        var owner = (await server.Get($"{Service}/LeadOwner.Get?LeadIdentifier=EmailAddress&value=whose@example.com")).Json[0];

        Assert.Equal(
            [
                "UserId", "FirstName", "LastName", "EmailAddress", "AssociatedPhoneNumbers", "DateFormat", "CreatedBy", "CreatedOn",
                "ModifiedBy", "ModifiedOn", "TimeZone", "IsAdministrator", "Role", "IsPhoneCallAgent", "UserType", "StatusCode", "Country",
                "ZipCode", "ManagerName", "CreatedByName", "ModifiedByName", "AutoUserId", "IsCheckinEnabled", "IsCheckedIn",
                "LastCheckedOn", "LastCheckedIpAddress", "AvailabilityStatus", "OfficeLocationName", "Skills", "mx_Custom_1",
                "mx_Custom_2", "mx_Custom_3", "mx_Custom_4", "mx_Custom_5", "mx_Custom_6", "mx_Custom_7", "mx_Custom_8", "mx_Custom_9",
                "mx_Custom_10", "TeamId", "TeamName",
            ],
            owner.EnumerateObject().Select(member => member.Name));
        Assert.Equal("mm/dd/yy", owner.GetProperty("DateFormat").GetString());
        Assert.False(owner.GetProperty("IsCheckedIn").GetBoolean());
    }

    [Fact]
    public async Task The_owner_of_nobody_is_an_empty_array_and_a_field_that_identifies_nobody_is_refused()
    {
        Assert.Equal("[]", (await server.Get($"{Service}/LeadOwner.Get?LeadIdentifier=Phone&value=12345")).Body);
        Assert.Equal(
            HttpStatusCode.InternalServerError,
            (await server.Get($"{Service}/LeadOwner.Get?LeadIdentifier=FirstName&value=x")).Status);
    }

    private void Touch(string lead, string on)
    {
        using var source = Npgsql.NpgsqlDataSource.Create(server.Database.ConnectionString);
        using var command = source.CreateCommand("UPDATE lead SET last_activity_on = $1 WHERE lead_id = $2");
        command.Parameters.AddWithValue(DateTime.SpecifyKind(DateTime.Parse(on, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc));
        command.Parameters.AddWithValue(Guid.Parse(lead));
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private Task<Answer> ByIds(string columns, params string[] ids) => server.Post(
        $"{Service}/Leads/Retrieve/ByIds",
        $$$"""{"SearchParameters":{"LeadIds":{{{JsonSerializer.Serialize(ids)}}}},"Columns":{{{columns}}}}""");

    private async Task<string> Capture(string properties) => (await server.Post($"{Service}/Lead.Capture", $"[{properties}]")).Id;
}
