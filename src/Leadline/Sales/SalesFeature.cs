using Leadline.Activities;
using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Sales;

/// <summary>What an account sells, and what of it is sold to leads.</summary>
internal static class SalesFeature
{
    public static void AddSales(this IServiceCollection services)
    {
        services.AddSingleton<ProductStore>();
        services.AddSingleton<ProductOperations>();
        services.AddSingleton<SaleStore>();
        services.AddSingleton<SaleOperations>();
        services.AddSystemActivityTypes(Sale.CancelledType);
    }

    public static void MapSales(this SurfaceRoutes routes)
    {
        MapProducts(routes.LeadSquared, routes.Create<LeadSquaredProductEndpoints>());
        MapSales(routes.LeadSquared, routes.Create<LeadSquaredSaleEndpoints>());
        MapProducts(routes.Leadline, routes.Create<ProductEndpoints>());
        MapSales(routes.Leadline, routes.Create<SaleEndpoints>());
    }

    private static void MapProducts(LeadSquaredSurface v2, LeadSquaredProductEndpoints products)
    {
        v2.Post("SalesActivity.svc/CreateProduct", products.Create)
            .Describe("Makes a product", typeof(ProductBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("SalesActivity.svc/UpdateProduct", products.Update)
            .Describe("Changes what is passed of a product", typeof(ProductBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("SalesActivity.svc/RetrieveProducts", products.Retrieve)
            .Describe("A page of the products", typeof(ProductSearchBody))
            .Answers<ProductListResponse>();
        v2.Get("SalesActivity.svc/DeleteProduct", products.Delete)
            .Describe("Deletes a product", null, "id")
            .Answers<SuccessResponse<AffectedRowsMessage>>();
    }

    private static void MapSales(LeadSquaredSurface v2, LeadSquaredSaleEndpoints sales)
    {
        v2.Post("SalesActivity.svc/Create", sales.Create)
            .Describe("Posts a sales activity on a lead", typeof(SaleBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("SalesActivity.svc/Update", sales.Update)
            .Describe("Changes what is passed of a sales activity", typeof(SaleBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("SalesActivity.svc/Cancel", sales.Cancel)
            .Describe("Cancels a sales activity; Message.Id is the activity that tells of it", typeof(CancelSaleBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Get("SalesActivity.svc/RetrieveActivity", sales.Get)
            .Describe("A sales activity with its fields", null, "activityId")
            .Answers<SaleResponse>();
        v2.Get("SalesActivity.svc/RetrieveByLeadId", sales.OfLead)
            .Describe("The sales activities of a lead, the latest first", null, "leadId", "IncludeOption")
            .Answers<List<SaleResponse>>();
        v2.Get("SalesActivity.svc/RetrieveSetting", sales.GetSetting)
            .Describe("The fields of sales activities, and how they work")
            .Answers<SaleResponse>();
    }

    private static void MapProducts(LeadlineSurface own, ProductEndpoints products)
    {
        own.Get("products", products.List)
            .Describe(
                "A page of the products, the most recently changed first", null, "words", "sku", "name", "limit",
                "after")
            .Answers<ProductsResponse>();
        own.Post("products", products.Create).Describe("Makes a product", typeof(ProductRequest))
            .Answers<ProductResponse>();
        own.Get("products/{product}", products.Get).Describe("A product").Answers<ProductResponse>();
        own.Patch("products/{product}", products.Update)
            .Describe("Changes what is passed of a product", typeof(ProductRequest))
            .Answers<ProductResponse>();
        own.Delete("products/{product}", products.Delete)
            .Describe("Deletes a product; sales of it go on to name it")
            .Answers<DoneResponse>();
    }

    private static void MapSales(LeadlineSurface own, SaleEndpoints sales)
    {
        own.Get("leads/{lead}/sales", sales.OfLead).Describe("The sales of a lead, the latest first")
            .Answers<SalesResponse>();
        own.Post("sales", sales.Post).Describe("Posts a sale on a lead", typeof(SaleRequest))
            .Answers<SaleIdResponse>();
        own.Get("sales/{sale}", sales.Get).Describe("A sale").Answers<SaleOfLeadResponse>();
        own.Patch("sales/{sale}", sales.Change).Describe("Changes what is passed of a sale", typeof(SaleRequest))
            .Answers<SaleOfLeadResponse>();
        own.Post("sales/{sale}/cancel", sales.Cancel)
            .Describe(
                "Cancels a sale for good; the answer's id is the activity that tells of it", typeof(CancelSaleRequest))
            .Answers<SaleIdResponse>();
        own.Get("sales-settings", sales.Settings).Describe("How sales work").Answers<SalesSettingsMessage>();
        own.Patch("sales-settings", sales.ChangeSettings)
            .Describe("Changes what is passed of how sales work", typeof(SalesSettingsMessage))
            .Answers<SalesSettingsMessage>();
    }
}
