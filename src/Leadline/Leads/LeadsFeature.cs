using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Fields;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Leads: captured, changed, deleted, read, searched, and the fields that they have.</summary>
internal static class LeadsFeature
{
    public static void AddLeads(this IServiceCollection services)
    {
        services.AddSingleton<LeadWriter>();
        services.AddSingleton<LeadKinship>();
        services.AddSingleton<LeadOperations>();
        services.AddSingleton<LeadDeleter>();
        services.AddSingleton<LeadBulk>();

        services.AddSingleton<LeadReadStore>();
        services.AddSingleton<LeadReads>();
        services.AddSingleton<LeadSearchStore>();
        services.AddSingleton<LeadSearch>();
        services.AddSingleton<LeadIndexStore>();
        services.AddHostedService<LeadIndexer>();

        services.AddSingleton<LeadFieldOperations>();
        services.AddSingleton<UniqueFields>();
        services.AddHostedService<UnfinishedUniqueFields>();
        services.AddSingleton<AccountSeed>(provider => async (connection, account) =>
        {
            var fields = provider.GetRequiredService<FieldOperations>();
            await fields.Seed(connection, account.Id, AccountFields.LeadOwner, StandardLeadFields.All);
            if (account.WithSample)
                await fields.Seed(connection, account.Id, AccountFields.LeadOwner, SampleLeadFields.All);
        });
    }

    public static void MapLeads(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        MapWrites(v2, routes.Create<LeadSquaredLeadEndpoints>(), routes.Create<LeadSquaredBulkEndpoints>());
        MapReads(v2, routes.Create<LeadSquaredLeadReadEndpoints>(), routes.Create<LeadSquaredLeadSearchEndpoints>());
        MapFields(v2, routes.Create<LeadSquaredFieldEndpoints>());

        var own = routes.Leadline;
        var fields = routes.Create<LeadFieldEndpoints>();
        own.Get("lead-fields", fields.List);
        own.Post("lead-fields/{schemaName}/unique", fields.MarkUnique);
        own.Delete("lead-fields/{schemaName}/unique", fields.UnmarkUnique);
    }

    private static void MapWrites(LeadSquaredSurface v2, LeadSquaredLeadEndpoints leads, LeadSquaredBulkEndpoints bulk)
    {
        v2.Post("LeadManagement.svc/Lead.Create", leads.Create).Describe("Creates a lead", typeof(List<LeadProperty>));
        v2.Post("LeadManagement.svc/Lead.Update", leads.Update)
            .Describe("Updates the lead of an id", typeof(List<LeadProperty>), "leadId");
        v2.Post("LeadManagement.svc/Lead.CreateOrUpdate", leads.CreateOrUpdate)
            .Describe("Updates the lead that is found, or creates one", typeof(List<LeadProperty>));
        v2.Post("LeadManagement.svc/Lead.Capture", leads.Capture)
            .Describe("Captures a lead", typeof(List<LeadProperty>), "LeadUpdateBehavior");
        v2.Post("LeadManagement.svc/Lead.Convert", leads.Convert)
            .Describe("Makes a lead of a visitor's id, or updates the lead of the id", typeof(List<LeadProperty>), "leadId");
        v2.Get("LeadManagement.svc/Lead/Delete/ById", leads.Delete);

        v2.PostBulk("LeadManagement.svc/Lead/Bulk/Create", bulk.Create);
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/CreateOrUpdate", bulk.CreateOrUpdate);
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/Update", bulk.SetField);
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/UpdateV2", bulk.Update);
    }

    private static void MapReads(
        LeadSquaredSurface v2, LeadSquaredLeadReadEndpoints leads, LeadSquaredLeadSearchEndpoints search)
    {
        v2.Get("LeadManagement.svc/Leads.GetById", leads.GetById);
        v2.Get("LeadManagement.svc/Leads.GetByEmailaddress", leads.GetByEmailAddress);
        v2.Get("LeadManagement.svc/RetrieveLeadByPhoneNumber", leads.GetByPhoneNumber);
        v2.Post("LeadManagement.svc/RetrieveLeadByPhoneNumber", leads.GetByPhoneNumber);
        v2.Post("LeadManagement.svc/Leads/Retrieve/ByIds", leads.GetByIds);
        v2.Get("LeadManagement.svc/LeadOwner.Get", leads.GetOwner);
        v2.Get("LeadManagement.svc/Leads.GetByQuickSearch", search.GetByQuickSearch);
        v2.Post("LeadManagement.svc/Leads.Get", search.Get);
        v2.Post("LeadManagement.svc/Leads.RecentlyModified", search.RecentlyModified);
    }

    private static void MapFields(LeadSquaredSurface v2, LeadSquaredFieldEndpoints fields)
    {
        v2.Get("LeadManagement.svc/LeadsMetaData.Get", fields.MetaData);
        v2.Post("LeadManagement.svc/CreateLeadField", fields.Create);
        v2.Post("LeadManagement.svc/LeadField/Dropdown/Options/Push", fields.PushOptions);
        v2.Post("LeadManagement.svc/LeadField/Dropdown/Options/Remove", fields.RemoveOptions);
    }
}
