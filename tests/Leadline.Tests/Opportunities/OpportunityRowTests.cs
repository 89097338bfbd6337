using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Opportunities.OpportunityCalls;

namespace Leadline.Tests.Opportunities;

/// <summary>C2: the rows of an opportunity list tell of both sides, the opportunity (PA) and its lead (P).</summary>
public sealed class OpportunityRowTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Sample = 12231;

    [Theory]
    [InlineData("CreatedOn", "2024-01-02 03:04:05")]
    [InlineData("ModifiedOn", "now")]
    [InlineData("StatusReason", null)]
    [InlineData("OpportunityAge", "age")]
    [InlineData("CreatedByName", "Account Administrator")]
    [InlineData("ModifiedByName", "Account Administrator")]
    [InlineData("CreatedByEmail", "admin@example.com")]
    [InlineData("ModifiedByEmail", "admin@example.com")]
    [InlineData("PACreatedByEmail", "admin@example.com")]
    [InlineData("PAOwnerEmail", "admin@example.com")]
    [InlineData("POwnerEmail", "admin@example.com")]
    [InlineData("PCreatedByEmail", "admin@example.com")]
    [InlineData("PModifiedByEmail", "admin@example.com")]
    [InlineData("P_FirstName", "Mira")]
    [InlineData("P_LastName", "Sen")]
    [InlineData("P_OwnerIdName", "Account Administrator")]
    [InlineData("P_CreatedOn", "now")]
    [InlineData("P_DoNotCall", "0")]
    public async Task C2_by_default_and_by_Include_CSV(string column, string? expected)
    {
        var lead = await Opportunity();

        foreach (var row in new[] { await Row(lead, "{}"), await Row(lead, $$$"""{"Columns":{"Include_CSV":"{{{column}}}"}}""") })
        {
            var value = row.Text(column);
            if (expected == "now")
                ActivityCalls.AssertDate(value);
            else if (expected == "age")
                Assert.Equal((int)(DateTime.UtcNow - new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc)).TotalDays, int.Parse(value!));
            else
                Assert.Equal(expected, value);
        }
    }

    [Theory]
    [InlineData("P_EmailAddress")]
    [InlineData("P_mx_City")]
    [InlineData("P_ProspectStage")]
    [InlineData("P_OwnerIdEmailAddress")]
    [InlineData("P_ProspectAutoId")]
    public async Task C2_every_column_of_the_lead_has_its_prefix(string column)
    {
        var lead = await Opportunity();
        var read = (await server.Get($"/v2/LeadManagement.svc/Leads.GetById?id={lead}").Ok())[0];

        var value = (await Row(lead, $$$"""{"Columns":{"Include_CSV":"{{{column}}}"}}""")).Text(column);

        Assert.NotNull(value);
        Assert.Equal(read.Text(column[2..]), value);
    }

    [Fact]
    public async Task C2_lists_are_sorted_by_the_leads_columns_and_the_age()
    {
        var lead = await Opportunity();
        var second = await server.NewOpportunity(
            "rows@example.com", Sample, Field("mx_Custom_1", $"{Guid.NewGuid():N}"), ""","OpportunityDateTime":"2023-01-02 03:04:05" """);

        var oldest = await Row(lead, """{"Sorting":{"ColumnName":"OpportunityAge","Direction":"1"}}""");
        await Row(lead, """{"Sorting":{"ColumnName":"P_OwnerIdName","Direction":"1"}}""");

        Assert.Equal(second, oldest.Text("OpportunityId"));
        await server.Get(Service + "Delete?Id=" + second);
    }

    private async Task<string> Opportunity()
    {
        var lead = await new LeadRows(server).Lead("rows@example.com", ("FirstName", "Mira"), ("LastName", "Sen"), ("mx_City", "Pune"));
        await server.NewOpportunity(
            "rows@example.com", Sample, Field("mx_Custom_1", "One"), ""","OpportunityDateTime":"2024-01-02 03:04:05" """);
        return lead.ToString();
    }

    private async Task<JsonElement> Row(string lead, string body) =>
        (await server.Post($"{Service}GetOpportunitiesOfLead?leadId={lead}", body).Ok()).Items("List")[0];
}
