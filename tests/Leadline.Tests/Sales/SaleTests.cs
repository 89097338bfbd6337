using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Sales;

/// <summary>Sales activities and products by SalesActivity.svc (core §3.9, §13).</summary>
public sealed class SaleTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Service = "/v2/SalesActivity.svc/";

    [Fact]
    public async Task A_product_is_made_changed_found_and_deleted()
    {
        var id = await NewProduct("SKU-1", "Router");

        var changed = await server.Post(Service + "UpdateProduct", $$"""{"ProductId":"{{id}}","ProductSku":"SKU-1a","Name":"Fast Router","Description":"e"}""");
        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", changed.Body);
        foreach (var by in new[] { """{"SearchText":"fast rou"}""", """{"SearchText":"SKU-1A"}""", $$"""{"Id":"{{id}}"}""", """{"ProductSku":"sku-1a"}""", """{"Name":"FAST router"}""" })
        {
            var row = Assert.Single((await Products(by)).Items("List"));
            Assert.Equal((id, "SKU-1a", "Fast Router", "e", "Account Administrator"), (
                row.Text("ProductId"), row.Text("ProductSku"), row.Text("Name"), row.Text("Description"), row.Text("ModifiedByName")));
            ActivityCalls.AssertDate(row.Text("CreatedOn"));
        }

        await server.Get(Service + "DeleteProduct?id=" + id).Ok();
        Assert.Equal("""{"RecordCount":0,"List":[]}""", (await server.Post(Service + "RetrieveProducts", """{"Parameter":{"ProductSku":"SKU-1a"}}""")).Body);
        await server.Get(Service + "DeleteProduct?id=" + id).Refused("MXInvalidEntityException", "Product does not exist.");
        await NewProduct("SKU-1a", "Another");
        Assert.Equal(["product.created", "product.updated", "product.deleted"], await server.Events(id));
    }

    [Fact]
    public async Task Pages_of_products_are_sorted_either_way()
    {
        for (var number = 1; number <= 3; number++)
            await NewProduct($"PAGE-{number}", $"Paged {4 - number}");

        Assert.Equal(["PAGE-3", "PAGE-2", "PAGE-1"], await Skus("ModifiedOn", "1", 1));
        Assert.Equal(["PAGE-1", "PAGE-2", "PAGE-3"], await Skus("ModifiedOn", "0", 1));
        Assert.Equal(["PAGE-3", "PAGE-2", "PAGE-1"], await Skus("Name", "0", 1));
        Assert.Equal([], await Skus("ProductSku", "0", 2));

        async Task<IEnumerable<string?>> Skus(string column, string direction, int page) => (await server.Post(
            Service + "RetrieveProducts",
            $$$"""{"Parameter":{"SearchText":"PAGE-"},"Sorting":{"ColumnName":"{{{column}}}","Direction":"{{{direction}}}"},"Paging":{"PageIndex":{{{page}}},"PageSize":3}}""").Ok())
            .Items("List").Select(row => row.Text("ProductSku"));
    }

    [Fact]
    public async Task Of_products_that_race_for_an_SKU_one_is_made()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            server.Post(Service + "CreateProduct", $$"""{"ProductSku":"{{(number % 2 == 0 ? "RACE" : "race")}}","Name":"Racer"}""")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer =>
            Assert.Equal("MXDuplicateEntryException", answer.Json.Text("ExceptionType")));
        Assert.Single((await Products("""{"ProductSku":"race"}""")).Items("List"));
    }

    [Fact]
    public async Task A_sale_stands_on_the_leads_timeline_with_its_product_value_date_and_owner()
    {
        var product = await NewProduct("SALE-1", "Fibre");
        var lead = await server.NewLead("sale@example.com");
        var owner = await server.NewUser("seller@example.com");

        var id = await NewSale(lead, "SALE-1", "Open", ""","Revenue":1200.50,"SalesOwnerEmail":"seller@example.com","SalesDate":"2026-05-06 07:08:09" """);

        var sale = await server.Get(Service + "RetrieveActivity?activityId=" + id).Ok();
        Assert.Equal((id, "Sales Activity - New", "Sales Activity", "Customer"), (
            sale.Text("ID"), sale.Text("Name"), sale.Text("DisplayName"), sale.Text("CustomerStageName")));
        Assert.True(sale.GetProperty("ConvertToCustomer").GetBoolean());
        Assert.Equal(("$", "USD", "US Dollar"), (
            sale.Text("DefaultCurrencySymbol"), sale.Text("DefaultCurrencyAbbreviation"), sale.Text("DefaultCurrencyName")));
        Assert.Equal((product, "Product", "Fibre"), (
            sale.FieldValue("mx_Custom_1"), Field(sale, "mx_Custom_1").Text("DataType"), Field(sale, "mx_Custom_1").Text("DisplayValue")));
        Assert.Contains(product, Field(sale, "mx_Custom_1").Text("OptionSet"), StringComparison.Ordinal);
        Assert.Equal("1200.50", sale.FieldValue("mx_Custom_2"));
        Assert.Equal("2026-05-06 07:08:09", sale.FieldValue("mx_Custom_3"));
        Assert.Equal(owner, sale.FieldValue("mx_Custom_4"));
        Assert.Equal(owner, sale.FieldValue("Owner"));
        Assert.Equal("Open", sale.FieldValue("Status"));
        Assert.Equal([30], await server.Timeline(lead));
        Assert.Equal("Prospect", await server.LeadValue(lead, "ProspectStage"));

        var ofLead = Assert.Single((await server.Get(Service + $"RetrieveByLeadId?leadId={lead}&IncludeOption=false").Ok()).EnumerateArray());
        Assert.Equal(id, ofLead.Text("ID"));
        Assert.Equal("", Field(ofLead, "mx_Custom_1").Text("OptionSet"));
    }

    [Fact]
    public async Task A_sale_that_is_won_makes_its_lead_a_customer()
    {
        var product = await NewProduct("WON-1", "Fibre");
        var (atOnce, later) = (await server.NewLead("won@example.com"), await server.NewLead("won-later@example.com"));
        await NewSale(atOnce, product, "won");
        var id = await NewSale(later, product, "Open");

        var changed = await server.Post(
            Service + "Update", $$"""{"Id":"{{id}}","ProspectId":"{{later}}","ProductSku":"WON-1","Status":"Won","Revenue":"120","SalesOwner":"","SalesDate":""}""");

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", changed.Body);
        Assert.Equal("Customer", await server.LeadValue(atOnce, "ProspectStage"));
        Assert.Equal("Customer", await server.LeadValue(later, "ProspectStage"));
        Assert.Contains(3002, await server.Timeline(later));
        var sale = await server.Get(Service + "RetrieveActivity?activityId=" + id).Ok();
        Assert.Equal(("Won", "120"), (sale.FieldValue("Status"), sale.FieldValue("mx_Custom_2")));
        Assert.Equal(["activity.created", "activity.updated"], await server.Events(id));
    }

    [Fact]
    public async Task A_cancelled_sale_leaves_an_activity_and_stays_as_it_is()
    {
        var product = await NewProduct("CANCEL-1", "Fibre");
        var lead = await server.NewLead("cancel@example.com");
        var id = await NewSale(lead, product, "Open");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            server.Post(Service + "Cancel", $$"""{"activityId":"{{id}}","activityEventNote":"Changed their mind"}""")));

        var cancelled = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.NotEqual(id, cancelled.Id);
        Assert.Equal([30, 3031], await server.Timeline(lead));
        Assert.Equal("Cancelled", (await server.Get(Service + "RetrieveActivity?activityId=" + id).Ok()).FieldValue("Status"));
        await server.Post(Service + "Update", $$"""{"Id":"{{id}}","Status":"Won"}""")
            .Refused("MXInvalidOperationException", "The sales activity is cancelled.");
        Assert.Equal("Prospect", await server.LeadValue(lead, "ProspectStage"));
        Assert.Equal("Sales Activity Cancelled", (await server.Get("/v2/LeadManagement.svc/Leads.GetById?id=" + lead).Ok())[0].Text("ProspectActivityName_Max"));
    }

    [Fact]
    public async Task A_deleted_product_goes_on_to_name_its_sales()
    {
        var product = await NewProduct("GONE-1", "Copper");
        var lead = await server.NewLead("gone@example.com");
        var id = await NewSale(lead, product, "Lost");
        await server.Get(Service + "DeleteProduct?id=" + product).Ok();

        Assert.Equal("Copper", Field(await server.Get(Service + "RetrieveActivity?activityId=" + id).Ok(), "mx_Custom_1").Text("DisplayValue"));
        await server.Post(Service + "Create", $$"""{"ProspectId":"{{lead}}","ProductId":"{{product}}","Status":"Open"}""")
            .Refused("MXInvalidEntityException", "Product does not exist.");
    }

    [Fact]
    public async Task Updates_that_race_are_all_made_and_the_last_row_is_one_of_them()
    {
        var product = await NewProduct("MANY-1", "Fibre");
        var lead = await server.NewLead("many@example.com");
        var id = await NewSale(lead, product, "Open");

        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(number =>
            server.Post(Service + "Update", $$"""{"Id":"{{id}}","Revenue":{{number}}}""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(13, (await server.Events(id)).Count);
        var last = (await server.Rows<string>(
            "SELECT data -> 'mx_Custom_2' ->> 'After' FROM event WHERE account_id = @accountId AND record_id = @id ORDER BY tx, event_id", id))[^1];
        Assert.Equal(last, (await server.Get(Service + "RetrieveActivity?activityId=" + id).Ok()).FieldValue("mx_Custom_2"));
    }

    [Fact]
    public async Task A_sale_that_is_sent_again_under_its_key_is_posted_once()
    {
        var product = await NewProduct("ONCE-1", "Fibre");
        var lead = await server.NewLead("sale-once@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.Send(
            HttpMethod.Post, Service + "Create", $$"""{"ProspectId":"{{lead}}","ProductId":"{{product}}","Status":"Open"}""", ("Idempotency-Key", "sale-once"))));

        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal([30], await server.Timeline(lead));
    }

    [Fact]
    public async Task The_settings_are_a_sale_without_values()
    {
        var settings = await server.Get(Service + "RetrieveSetting").Ok();

        Assert.Equal(
            (await server.Get("/v2/ProspectActivity.svc/ActivityType.Get?ActivityEvent=30").Ok()).Text("Id"), settings.Text("ID"));
        Assert.All(settings.Items("Fields"), field => Assert.Equal(JsonValueKind.Null, field.GetProperty("Value").ValueKind));
        Assert.Equal(
            ["Open", "Won", "Lost"],
            JsonDocument.Parse(Field(settings, "Status").Text("OptionSet")!).RootElement.EnumerateArray().Select(option => option.Text("Value")));
    }

    [Theory]
    [InlineData(""" "ProductSku":"no-such","Status":"Open" """, "MXInvalidEntityException", "Product does not exist.")]
    [InlineData(""" "ProductSku":"BASE" """, "MXMandatoryAttributeMissingException", "'Status' is mandatory for a sales activity")]
    [InlineData(""" "Status":"Open" """, "MXMandatoryAttributeMissingException", "'ProductSku' is mandatory for a sales activity")]
    [InlineData(""" "ProductSku":"BASE","Status":"Sold" """, "MXInvalidInputException", "Invalid Input! Parameter Name: Status")]
    [InlineData(""" "ProductSku":"BASE","Status":"Open","SalesOwnerEmail":"nobody@example.com" """, "MXInvalidInputException", "Invalid Input! Parameter Name: SalesOwnerEmail")]
    [InlineData(""" "ProductSku":"BASE","Status":"Open","SalesOwner":"nobody" """, "MXInvalidInputException", "Invalid Input! Parameter Name: SalesOwner")]
    public async Task What_is_no_sale_is_refused(string members, string type, string message)
    {
        await server.Post(Service + "CreateProduct", """{"ProductSku":"BASE","Name":"Base"}""");
        var lead = await server.NewLead($"refused-{Guid.NewGuid():N}@example.com");

        await server.Post(Service + "Create", $$"""{"ProspectId":"{{lead}}",{{members}}}""").Refused(type, message);

        Assert.Empty(await server.Timeline(lead));
    }

    [Fact]
    public async Task What_does_not_exist_is_refused_and_leaves_nothing()
    {
        var product = await NewProduct("NONE-1", "Fibre");
        var lead = await server.NewLead("none@example.com");
        var id = await NewSale(lead, product, "Open");
        var activity = await server.NewActivity(lead, 105);

        await server.Post(Service + "Create", $$"""{"ProspectId":"{{Guid.NewGuid()}}","ProductId":"{{product}}","Status":"Won"}""")
            .Refused("MXInvalidEntityException", "Lead does not exist in the system");
        await server.Post(Service + "Create", $$"""{"ProspectId":"{{lead}}","ProductId":"{{product}}","Status":"Won","Revenue":"much"}""")
            .Refused("MXInvalidActivityFieldsException", "Invalid value for attribute 'mx_Custom_2': a number is expected.");
        foreach (var other in new[] { activity, Guid.NewGuid().ToString(), "nothing" })
        {
            await server.Post(Service + "Update", $$"""{"Id":"{{other}}","Status":"Won"}""").Refused("MXUnknownProspectActivityException", "Activity does not exist.");
            await server.Post(Service + "Cancel", $$"""{"activityId":"{{other}}"}""").Refused("MXUnknownProspectActivityException", "Activity does not exist.");
            await server.Get(Service + "RetrieveActivity?activityId=" + other).Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        }

        await server.Post(Service + "Update", $$"""{"Id":"{{id}}","ProspectId":"{{Guid.NewGuid()}}","Status":"Won"}""")
            .Refused("MXInvalidEntityException", "Lead does not exist in the system");
        await server.Post(Service + "Update", $$"""{"Id":"{{id}}","Status":"Won","Revenue":"much"}""")
            .Refused("MXInvalidActivityFieldsException", "Invalid value for attribute 'mx_Custom_2': a number is expected.");
        Assert.Equal("Prospect", await server.LeadValue(lead, "ProspectStage"));
        await server.Post(Service + "CreateProduct", """{"Name":"x"}""")
            .Refused("MXMandatoryAttributeMissingException", "'ProductSku' is mandatory for a product");
        await server.Post(Service + "UpdateProduct", """{"Name":"x"}""")
            .Refused("MXMandatoryAttributeMissingException", "'ProductId' is mandatory for updating product");
        await server.Post(Service + "UpdateProduct", $$"""{"ProductId":"{{product}}","Name":" "}""")
            .Refused("MXMandatoryAttributeMissingException", "'Name' is mandatory for a product");
    }

    private async Task<string> NewProduct(string sku, string name)
    {
        var answer = await server.Post(Service + "CreateProduct", $$"""{"ProductSku":"{{sku}}","Name":"{{name}}","Description":"d"}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Id;
    }

    private async Task<string> NewSale(string lead, string product, string status, string more = "")
    {
        var name = Guid.TryParse(product, out _) ? "ProductId" : "ProductSku";
        var answer = await server.Post(
            Service + "Create", $$"""{"ProspectId":"{{lead}}","{{name}}":"{{product}}","Status":"{{status}}"{{more}}}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Id;
    }

    private Task<JsonElement> Products(string parameter) =>
        server.Post(Service + "RetrieveProducts", $$"""{"Parameter":{{parameter}}}""").Ok();

    private static JsonElement Field(JsonElement sale, string name) =>
        sale.Items("Fields").Single(field => field.Text("SchemaName") == name);
}
