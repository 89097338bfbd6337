using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Own = Leadline.Protocol.Own;

namespace Leadline.Companies;

/// <summary>Companies, which leads belong to: what LeadSquared's API calls companies or accounts.</summary>
internal static class CompaniesFeature
{
    public static void AddCompanies(this IServiceCollection services)
    {
        services.AddSingleton<CompanyStore>();
        services.AddSingleton<CompanyActivityStore>();
        services.AddSingleton<CompanyOperations>();
        services.AddSingleton<CompanyReadOperations>();
        services.AddSingleton<CompanyTypeOperations>();
        services.AddSingleton<CompanyActivityOperations>();
        services.AddSingleton<AccountSeed>(provider => (connection, account) =>
            provider.GetRequiredService<CompanyTypeOperations>().Seed(connection, account));
    }

    public static void MapCompanies(this SurfaceRoutes routes)
    {
        MapLeadSquared(routes);
        MapOwn(routes);
    }

    private static void MapLeadSquared(SurfaceRoutes routes)
    {
        var (v2, companies) = (routes.LeadSquared, routes.Create<LeadSquaredCompanyEndpoints>());
        v2.Post("CompanyManagement.svc/Company.Create", companies.Create)
            .Describe("Makes a company", typeof(CreateCompanyBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("CompanyManagement.svc/Company.Update", companies.Update)
            .Describe("Changes a company", typeof(CompanyPropertiesBody), "companyId")
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("CompanyManagement.svc/Company.Get", companies.Get)
            .Describe("A page of companies", typeof(CompanySearchBody))
            .Answers<CompaniesResponse>();
        v2.Get("CompanyManagement.svc/Company.Delete", companies.Delete)
            .Describe("Deletes a company, with its leads or without", null, "companyId", "withLeadDelete")
            .Answers<SuccessResponse<EmptyMessage>>();
        v2.PostBulk("CompanyManagement.svc/Company/Bulk/CreateOrUpdate", companies.CreateOrUpdate)
            .Describe("Makes or changes up to 25 companies", typeof(BulkCompaniesBody))
            .Answers<List<CompanyRowResponse>>();

        var activities = routes.Create<LeadSquaredCompanyActivityEndpoints>();
        v2.Get("CompanyActivity.svc/RetrieveById", activities.ById)
            .Describe("An activity of a company", null, "activityId")
            .Answers<CompanyActivityRow>();
        v2.Post("CompanyActivity.svc/Retrieve", activities.OfCompany)
            .Describe("A page of a company's activities", typeof(SearchBody), "companyId")
            .Answers<CompanyActivitiesResponse>();
        v2.Post("CompanyActivity.svc/Update", activities.Update)
            .Describe("Changes an activity of a company", typeof(UpdateCompanyActivityBody))
            .Answers<SuccessResponse<CompanyActivityMessage>>();
    }

    private static void MapOwn(SurfaceRoutes routes)
    {
        var (own, companies) = (routes.Leadline, routes.Create<CompanyEndpoints>());
        own.Get("companies", companies.List)
            .Describe("The companies, the oldest first", null, "type", "words", "after", "limit")
            .Answers<Own.CompaniesResponse>();
        own.Post("companies", companies.Create)
            .Describe("Makes a company", typeof(Own.CompanyRequest))
            .Answers<Own.CompanyResponse>();
        own.Get("companies/{company}", companies.Get).Describe("A company").Answers<Own.CompanyResponse>();
        own.Patch("companies/{company}", companies.Change)
            .Describe(
                "Changes a company; the header If-Match refuses an edit of an older version",
                typeof(Own.CompanyRequest))
            .Answers<Own.CompanyResponse>();
        own.Delete("companies/{company}", companies.Delete)
            .Describe("Deletes a company, with its leads or without", null, "withLeads")
            .Answers<Own.DoneResponse>();
        own.Put("companies/{company}/leads/{lead}", companies.AddLead)
            .Describe("Says that a lead belongs to a company")
            .Answers<Own.DoneResponse>();
        own.Delete("companies/{company}/leads/{lead}", companies.RemoveLead)
            .Describe("Takes a lead from its company")
            .Answers<Own.DoneResponse>();

        var activities = routes.Create<CompanyActivityEndpoints>();
        own.Get("companies/{company}/activities", activities.List)
            .Describe("What happened with a company, the newest first", null, "after", "limit")
            .Answers<Own.CompanyActivitiesResponse>();
        own.Post("companies/{company}/activities", activities.Post)
            .Describe("Notes what happened with a company", typeof(Own.CompanyActivityRequest))
            .Answers<Own.CompanyActivityResponse>();
        own.Get("company-activity-types", activities.Types)
            .Describe("The kinds of company activities")
            .Answers<Own.CompanyActivityTypesResponse>();
        own.Post("company-activity-types", activities.AddType)
            .Describe("Makes a kind of company activities", typeof(Own.CompanyTypeRequest))
            .Answers<Own.CompanyActivityTypeResponse>();

        var types = routes.Create<CompanyTypeEndpoints>();
        own.Get("company-types", types.List)
            .Describe("The kinds of companies")
            .Answers<Own.CompanyTypesResponse>();
        own.Post("company-types", types.Create)
            .Describe("Makes a kind of companies", typeof(Own.CompanyTypeRequest))
            .Answers<Own.CompanyTypeResponse>();
        own.Patch("company-types/{id}", types.Rename)
            .Describe("Renames a kind of companies", typeof(Own.CompanyTypeRequest))
            .Answers<Own.CompanyTypeResponse>();
        own.Delete("company-types/{id}", types.Delete)
            .Describe("Deletes a kind that no company is of")
            .Answers<Own.DoneResponse>();
        own.Get("company-fields", types.Fields)
            .Describe("The fields of companies")
            .Answers<Own.CompanyFieldsResponse>();
        own.Post("company-fields", types.AddField)
            .Describe("Makes a field of companies, Custom_1 onwards", typeof(Own.FieldBody))
            .Answers<Own.FieldResponse>();
    }
}
