using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Sales;

/// <summary>Products and sales in Leadline's own API.</summary>
public sealed class OwnSaleTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Products = "/leadline/v1/products";
    private const string Sales = "/leadline/v1/sales";

    [Fact]
    public async Task A_product_is_made_read_changed_and_deleted()
    {
        var made = await New(""" "sku":" P-1 ","name":"Plan","description":"d","price":499.50,"speed":"100 Mbps" """);
        var id = made.Text("id")!;
        Assert.Equal(("P-1", "Plan", 499.50m, "100 Mbps", 1), (
            made.Text("sku"), made.Text("name"), made.GetProperty("price").GetDecimal(), made.Text("speed"), made.GetProperty("version").GetInt32()));
        Assert.Equal(made.GetRawText(), (await server.Get($"{Products}/{id}").Ok()).GetRawText());

        var changed = await Patch(id, """{"description":"","price":599}""", ("If-Match", "\"1\"")).Ok();
        var late = await Patch(id, """{"name":"Late"}""", ("If-Match", "\"1\""));

        Assert.Equal((JsonValueKind.Null, 599m, "Plan", 2), (
            changed.GetProperty("description").ValueKind, changed.GetProperty("price").GetDecimal(), changed.Text("name"), changed.GetProperty("version").GetInt32()));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "versionMismatch"), (late.Status, late.Json.Text("code")));
        Assert.Equal(2, (await Patch(id, """{"price":599}""").Ok()).GetProperty("version").GetInt32());
        await server.Send(HttpMethod.Delete, $"{Products}/{id}", body: null).Ok();
        foreach (var gone in new[] { server.Get($"{Products}/{id}"), Patch(id, "{}"), server.Send(HttpMethod.Delete, $"{Products}/{id}", body: null) })
            Assert.Equal((HttpStatusCode.NotFound, "unknownRecord"), ((await gone).Status, (await gone).Json.Text("code")));
    }

    [Fact]
    public async Task The_list_is_filtered_and_walked_by_its_cursor()
    {
        for (var number = 1; number <= 5; number++)
            await New($$""" "sku":"WALK-{{number}}","name":"Walked {{number}}" """);

        Assert.Equal(["WALK-5", "WALK-4", "WALK-3", "WALK-2", "WALK-1"], await Walk("words=walk&limit=2"));
        Assert.Equal(["WALK-2"], await Walk("sku=walk-2"));
        Assert.Equal(["WALK-3"], await Walk("name=walked%203"));
        await Refused(server.Get(Products + "?after=x"), "after");
    }

    [Theory]
    [InlineData(""" "name":"x" """, "sku")]
    [InlineData(""" "sku":"x" """, "name")]
    [InlineData(""" "sku":"x","name":"x","price":-1 """, "price")]
    public async Task What_is_no_product_is_refused(string members, string member) =>
        await Refused(server.Post(Products, $$"""{{{members}}}"""), member);

    [Fact]
    public async Task An_SKU_is_one_products()
    {
        await New(""" "sku":"TAKEN","name":"x" """);
        var other = (await New(""" "sku":"FREE","name":"x" """)).Text("id")!;

        foreach (var call in new[] { server.Post(Products, """{"sku":"taken","name":"y"}"""), Patch(other, """{"sku":"Taken"}""") })
            Assert.Equal((HttpStatusCode.Conflict, "duplicate"), ((await call).Status, (await call).Json.Text("code")));
        await Patch(other, """{"sku":"free"}""").Ok();
    }

    [Fact]
    public async Task A_sale_is_posted_read_changed_and_cancelled()
    {
        var product = (await New(""" "sku":"OWN-SALE","name":"Fibre" """)).Text("id")!;
        var lead = await server.NewLead("own-sale@example.com");
        var owner = await server.NewUser("own-seller@example.com");

        var id = (await server.Post(
            Sales, $$"""{"leadId":"{{lead}}","product":"own-sale","status":"open","revenue":99.5,"owner":"own-seller@example.com","soldOn":"2026-05-06T10:00:00+05:30","note":"n"}""").Ok()).Text("id")!;
        var sale = await server.Get($"{Sales}/{id}").Ok();
        Assert.Equal((lead, product, "Fibre", "open", 99.5m, owner, "n"), (
            sale.Text("leadId"), sale.Text("productId"), sale.Text("productName"), sale.Text("status"),
            sale.GetProperty("revenue").GetDecimal(), sale.Text("ownerId"), sale.Text("note")));
        Assert.Equal(new DateTime(2026, 5, 6, 4, 30, 0), sale.GetProperty("soldOn").GetDateTime());
        Assert.Equal(sale.GetRawText(), Assert.Single((await server.Get($"/leadline/v1/leads/{lead}/sales").Ok()).Items("sales")).GetRawText());

        var changed = await server.Send(HttpMethod.Patch, $"{Sales}/{id}", """{"status":"lost","revenue":100}""").Ok();
        Assert.Equal(("lost", 100m, "n"), (changed.Text("status"), changed.GetProperty("revenue").GetDecimal(), changed.Text("note")));
        var told = await server.Post($"{Sales}/{id}/cancel", """{"note":"why"}""").Ok();
        Assert.NotEqual(id, told.Text("id"));
        Assert.Equal("cancelled", (await server.Get($"{Sales}/{id}").Ok()).Text("status"));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), await Code(server.Post($"{Sales}/{id}/cancel", "")));
        Assert.Equal((HttpStatusCode.NotFound, "unknownRecord"), await Code(server.Get($"{Sales}/{Guid.NewGuid()}")));
        Assert.Equal((HttpStatusCode.NotFound, "unknownRecord"), await Code(server.Send(HttpMethod.Patch, $"{Sales}/{Guid.NewGuid()}", "{}")));
        Assert.Equal((HttpStatusCode.NotFound, "unknownLead"), await Code(server.Post(Sales, $$"""{"leadId":"{{Guid.NewGuid()}}","product":"{{product}}","status":"open"}""")));
        foreach (var (members, member) in new[]
                 {
                     ("\"leadId\":\"x\"", "leadId"),
                     ($"\"leadId\":\"{lead}\",\"status\":\"open\"", "product"),
                     ($"\"leadId\":\"{lead}\",\"product\":\"{product}\"", "status"),
                     ($"\"leadId\":\"{lead}\",\"product\":\"none\",\"status\":\"open\"", "product"),
                     ($"\"leadId\":\"{lead}\",\"product\":\"{product}\",\"status\":\"sold\"", "status"),
                     ($"\"leadId\":\"{lead}\",\"product\":\"{product}\",\"status\":\"open\",\"owner\":\"x\"", "owner"),
                     ($"\"leadId\":\"{lead}\",\"product\":\"{product}\",\"status\":\"open\",\"soldOn\":\"x\"", "soldOn"),
                 })
            await Refused(server.Post(Sales, "{" + members + "}"), member);
    }

    [Fact]
    public async Task Settings_say_whether_a_won_sale_makes_a_customer()
    {
        var product = (await New(""" "sku":"SETTING","name":"Fibre" """)).Text("id")!;
        var (kept, moved) = (await server.NewLead("kept@example.com"), await server.NewLead("moved@example.com"));

        var off = await Settings("""{"convertsToCustomer":false,"currencyCode":"INR","currencySymbol":"₹","currencyName":"Indian Rupee"}""").Ok();
        await Win(kept);
        await Settings("""{"convertsToCustomer":true,"customerStage":"Opportunity"}""").Ok();
        await Win(moved);

        Assert.Equal((false, "Customer", "₹"), (off.GetProperty("convertsToCustomer").GetBoolean(), off.Text("customerStage"), off.Text("currencySymbol")));
        Assert.Equal("Prospect", await server.LeadValue(kept, "ProspectStage"));
        Assert.Equal("Opportunity", await server.LeadValue(moved, "ProspectStage"));
        var wire = await server.Get("/v2/SalesActivity.svc/RetrieveSetting").Ok();
        Assert.Equal(("Opportunity", "INR"), (wire.Text("CustomerStageName"), wire.Text("DefaultCurrencyAbbreviation")));
        await Refused(Settings("""{"customerStage":""}"""), "customerStage");

        Task<Answer> Settings(string body) => server.Send(HttpMethod.Patch, "/leadline/v1/sales-settings", body);
        Task Win(string lead) => server.Post(Sales, $$"""{"leadId":"{{lead}}","product":"{{product}}","status":"won"}""").Ok();
    }

    private Task<JsonElement> New(string members) => server.Post(Products, $$"""{{{members}}}""").Ok();

    private Task<Answer> Patch(string id, string body, params (string, string)[] headers) =>
        server.Send(HttpMethod.Patch, $"{Products}/{id}", body, headers);

    private async Task<List<string?>> Walk(string query)
    {
        var skus = new List<string?>();
        string? after = null;
        do
        {
            var page = await server.Get($"{Products}?{query}{(after is null ? "" : $"&after={after}")}").Ok();
            skus.AddRange(page.Items("products").Select(product => product.Text("sku")));
            after = page.Text("next");
        }
        while (after is not null);
        return skus;
    }

    private static async Task<(HttpStatusCode, string?)> Code(Task<Answer> call) => ((await call).Status, (await call).Json.Text("code"));

    private static async Task Refused(Task<Answer> call, string member)
    {
        var answer = await call;
        Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.Body);
        Assert.Equal([member], answer.Json.GetProperty("errors").Names());
    }
}
