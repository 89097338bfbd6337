using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>
/// Client A4, the vendor's PHP library: keys in the query as they are, JSON built of strings. Its calls of SalesActivity.svc.
/// </summary>
public sealed class PhpLibraryTests(TestServer server) : IClassFixture<TestServer>
{
    private string Keys => $"accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}";

    [Fact]
    public async Task Products_and_sales_are_made_changed_and_read()
    {
        var lead = await Post("LeadManagement.svc/Lead.Create", """[{"Attribute":"EmailAddress","Value":"php-sale@example.com"}]""");
        var leadId = lead.Message.GetProperty("Id").GetString();

        var product = await Post("SalesActivity.svc/CreateProduct", """{"ProductSku":"PHP-1","Name":"Plan","Description":"d"}""");
        var productId = product.Message.GetProperty("Id").GetString();
        Assert.Equal("Success", (await Post("SalesActivity.svc/UpdateProduct", $$"""{"ProductId":"{{productId}}","ProductSku":"PHP-1","Name":"Plan B","Description":"d"}""")).Json.GetProperty("Status").GetString());
        var products = await Post(
            "SalesActivity.svc/RetrieveProducts",
            """{"Parameter":{"SearchText":"PHP-1"},"Sorting":{"ColumnName":"ModifiedOn","Direction":"1"},"Paging":{"PageIndex":1,"PageSize":10}}""");
        Assert.Equal("Plan B", products.Json.GetProperty("List")[0].GetProperty("Name").GetString());

        var sale = await Post(
            "SalesActivity.svc/Create",
            $$"""{"ProspectId":"{{leadId}}","ProductSku":"PHP-1","Status":"Open","Revenue":"100","SalesOwnerEmail":"{{server.Credentials.AdminEmail}}","SalesDate":"2026-11-20 10:00:00"}""");
        var saleId = sale.Message.GetProperty("Id").GetString();
        Assert.Equal("Success", (await Post(
            "SalesActivity.svc/Update",
            $$"""{"Id":"{{saleId}}","ProspectId":"{{leadId}}","ProductSku":"PHP-1","Status":"Won","Revenue":"120","SalesOwnerEmail":"{{server.Credentials.AdminEmail}}","SalesDate":"2026-11-20 10:00:00"}""")).Json.GetProperty("Status").GetString());

        Assert.Equal(saleId, (await Get($"SalesActivity.svc/RetrieveActivity?{Keys}&activityId={saleId}")).Json.GetProperty("ID").GetString());
        Assert.Equal("Customer", (await Get($"SalesActivity.svc/RetrieveSetting?{Keys}")).Json.GetProperty("CustomerStageName").GetString());
        Assert.Equal("Success", (await Get($"SalesActivity.svc/DeleteProduct?{Keys}&id={productId}")).Json.GetProperty("Status").GetString());
        var again = await Get($"SalesActivity.svc/DeleteProduct?{Keys}&id={productId}");
        Assert.Equal((500, "Error"), (again.Status, again.Json.GetProperty("Status").GetString()));
    }

    private Task<WireAnswer> Post(string operation, string body) => Wire.Send(
        server.Url, $"POST /v2/{operation}?{Keys}", ["Accept: */*", "Content-Type:application/json"], body);

    private Task<WireAnswer> Get(string operation) => Wire.Send(server.Url, $"GET /v2/{operation}", ["Accept: */*"]);
}
