using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Fields;
using Leadline.Leads.Editing;
using Leadline.Leads.Index;
using Leadline.Leads.Merging;
using Leadline.Leads.Search;
using Leadline.Leads.Timeline;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Leads: captured, changed, deleted, read, searched, and the fields that they have.</summary>
internal static class LeadsFeature
{
    public static void AddLeads(this IServiceCollection services)
    {
        services.AddSingleton<LeadWriter>();
        services.AddSingleton<LeadOperations>();
        services.AddSingleton<LeadBulk>();
        services.AddSingleton<LeadEditOperations>();
        services.AddSingleton<LeadSettingStore>();
        services.AddSingleton<LeadDuplicateOperations>();

        services.AddSingleton<MergedLeadStore>();
        services.AddSingleton<LeadMergeOperations>();
        services.AddSingleton(MergedLeadStore.DeletedWithParent);
        services.AddSingleton(MergedLeadStore.MovedWithParent);

        services.AddSingleton<TimelineStore>();
        services.AddSingleton<TimelineOperations>();
        services.AddSingleton(TimelineStore.Changes);
        services.AddSingleton(TimelineStore.ChangesOfMerged);

        services.AddSingleton<LeadReadStore>();
        services.AddSingleton<LeadReads>();
        services.AddSingleton<LeadSearchStore>();
        services.AddSingleton<LeadSearch>();
        services.AddSingleton<IndexReadStore>();
        services.AddSingleton<IndexWriteStore>();
        services.AddSingleton<LeadIndexes>();
        services.AddSingleton<LeadIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<LeadIndexer>());

        services.AddSingleton<IdentityRekeying>();
        services.AddHostedService<IdentityRekeyWorker>();

        services.AddSingleton<LeadFieldOperations>();
        services.AddSingleton<UniqueFields>();
        services.AddHostedService<UnfinishedUniqueFields>();
        services.AddSingleton<AccountSeed>(provider => async (connection, account) =>
        {
            var fields = provider.GetRequiredService<FieldOperations>();
            await fields.Seed(connection, account.Id, AccountFields.LeadOwner, StandardLeadFields.All);
            if (account.WithSample)
                await fields.Seed(connection, account.Id, AccountFields.LeadOwner, SampleLeadFields.All);
            await IdentityRekeying.Seed(connection, account);
        });
    }

    public static void MapLeads(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        MapWrites(v2, routes.Create<LeadSquaredLeadEndpoints>(), routes.Create<LeadSquaredBulkEndpoints>());
        MapReads(v2, routes.Create<LeadSquaredLeadReadEndpoints>(), routes.Create<LeadSquaredLeadSearchEndpoints>());
        MapFields(v2, routes.Create<LeadSquaredFieldEndpoints>());

        var own = routes.Leadline;
        MapOwn(own, routes.Create<LeadEndpoints>());
        MapEdits(own, routes.Create<LeadEditEndpoints>());
        MapTimelines(own, routes.Create<TimelineEndpoints>());
        MapMerges(v2, own, routes);
        var fields = routes.Create<LeadFieldEndpoints>();
        own.Get("lead-fields", fields.List)
            .Describe("The fields of leads")
            .Answers<LeadFieldsResponse>();
        own.Post("lead-fields", fields.Create)
            .Describe("Makes a lead field, a custom field set with its parts too", typeof(FieldBody))
            .Answers<FieldResponse>();
        own.Patch("lead-fields/{schemaName}", fields.Change)
            .Describe("Changes what is passed of a lead field", typeof(FieldBody))
            .Answers<FieldResponse>();
        own.Post("lead-fields/{schemaName}/dependent-options", fields.AddDependentOptions)
            .Describe(
                "Adds options of a dropdown under a value of the field it depends on", typeof(DependentOptionsRequest))
            .Answers<FieldResponse>();
        own.Post("lead-fields/{schemaName}/dependent-options/remove", fields.RemoveDependentOptions)
            .Describe(
                "Removes options of a dropdown from under a value of the field it depends on",
                typeof(DependentOptionsRequest))
            .Answers<FieldResponse>();
        own.Post("lead-fields/{schemaName}/unique", fields.MarkUnique)
            .Describe("Makes a lead field unique: its values identify leads")
            .Answers<FieldResponse>();
        own.Delete("lead-fields/{schemaName}/unique", fields.UnmarkUnique)
            .Describe("Makes a lead field an ordinary one again")
            .Answers<FieldResponse>();
    }

    private static void MapOwn(LeadlineSurface own, LeadEndpoints leads)
    {
        own.Post("leads/search", leads.Search)
            .Describe("A page of the leads that meet a filter", typeof(LeadSearchRequest))
            .Answers<LeadPageResponse>();
        own.Get("leads/quick-search", leads.QuickSearch)
            .Describe(
                "Leads with a text in a name, an address or a number, the best match first", null, "key", "fields")
            .Answers<LeadsFoundResponse>();
        own.Get("leads/{lead}", leads.Get).Describe("A lead").Answers<Dictionary<string, string?>>();
    }

    private static void MapEdits(LeadlineSurface own, LeadEditEndpoints edits)
    {
        own.Post("leads", edits.Create)
            .Describe("Makes a lead", typeof(LeadValuesRequest))
            .Answers<Dictionary<string, string?>>();
        own.Patch("leads/{lead}", edits.Change)
            .Describe("Changes fields of a lead", typeof(LeadValuesRequest))
            .Answers<Dictionary<string, string?>>();
        own.Delete("leads/{lead}", edits.Delete)
            .Describe("Deletes a lead with everything that belongs to it")
            .Answers<DoneResponse>();
        own.Post("leads/duplicates", edits.Duplicates)
            .Describe("The leads that have values already", typeof(LeadDuplicatesRequest))
            .Answers<LeadDuplicatesResponse>();
        own.Get("lead-settings", edits.Settings)
            .Describe("How the account works with leads")
            .Answers<LeadSettingsMessage>();
        own.Patch("lead-settings", edits.ChangeSettings)
            .Describe("Changes how the account works with leads", typeof(LeadSettingsMessage))
            .Answers<LeadSettingsMessage>();
    }

    private static void MapTimelines(LeadlineSurface own, TimelineEndpoints timelines)
    {
        own.Get("leads/{lead}/timeline", timelines.Page)
            .Describe("What happened on a lead, the latest first", null, "kinds", "after", "limit")
            .Answers<TimelineResponse>();
        own.Get("leads/{lead}/timeline/counts", timelines.Counts)
            .Describe("How much happened on a lead, by kind")
            .Answers<TimelineCountsResponse>();
        own.Get("leads/{lead}/fields/{schemaName}/history", timelines.History)
            .Describe("What a field of a lead was, the latest change first", null, "after", "limit")
            .Answers<FieldHistoryResponse>();
    }

    private static void MapMerges(LeadSquaredSurface v2, LeadlineSurface own, SurfaceRoutes routes)
    {
        var wire = routes.Create<LeadSquaredMergeEndpoints>();
        v2.Post("LeadManagement.svc/Lead.Merge", wire.Merge)
            .Describe("Makes a lead a part of another", null, "masterId", "childId")
            .Answers<StatusResponse>();
        v2.Post("LeadManagement.svc/GetMergedChildLeadsByAuditId", wire.GetMergedChildLeadsByAuditId)
            .Describe("What the leads were that a merge took up", typeof(MergedLeadsBody))
            .Answers<List<Dictionary<string, string?>>>();

        var merges = routes.Create<LeadMergeEndpoints>();
        own.Post("leads/{lead}/merge", merges.Merge)
            .Describe("Makes leads a part of this one, or shows what it would be", typeof(MergeLeadsRequest))
            .Answers<LeadsMergedResponse>();
        own.Get("leads/{lead}/merged-leads", merges.List)
            .Describe("What the leads were that are a part of this one")
            .Answers<LeadsFoundResponse>();
    }

    private static void MapWrites(LeadSquaredSurface v2, LeadSquaredLeadEndpoints leads, LeadSquaredBulkEndpoints bulk)
    {
        v2.Post("LeadManagement.svc/Lead.Create", leads.Create).Describe("Creates a lead", typeof(List<LeadProperty>))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("LeadManagement.svc/Lead.Update", leads.Update)
            .Describe("Updates the lead of an id", typeof(List<LeadProperty>), "leadId", "postUpdatedLead")
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("LeadManagement.svc/Lead.CreateOrUpdate", leads.CreateOrUpdate)
            .Describe("Updates the lead that is found, or creates one", typeof(List<LeadProperty>), "postUpdatedLead")
            .Answers<SuccessResponse<CreatedOrUpdatedMessage>>();
        v2.Post("LeadManagement.svc/Lead.Capture", leads.Capture)
            .Describe("Captures a lead", typeof(List<LeadProperty>), "LeadUpdateBehavior")
            .Answers<SuccessResponse<CapturedMessage>>();
        v2.Post("LeadManagement.svc/Lead.Convert", leads.Convert)
            .Describe(
                "Makes a lead of a visitor's id, or updates the lead of the id",
                typeof(List<LeadProperty>), "leadId", "postUpdatedLead")
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Get("LeadManagement.svc/Lead/Delete/ById", leads.Delete)
            .Describe("Deletes a lead with everything that belongs to it", null, "leadId")
            .Answers<StatusResponse>();

        v2.PostBulk("LeadManagement.svc/Lead/Bulk/Create", bulk.Create)
            .Describe("Creates up to 50 leads", typeof(List<List<LeadProperty>>))
            .TakesAtMost(50)
            .Answers<List<LeadRowResponse>>();
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/CreateOrUpdate", bulk.CreateOrUpdate)
            .Describe("Creates or updates up to 25 leads", typeof(List<List<LeadProperty>>))
            .TakesAtMost(25)
            .Answers<List<LeadRowResponse>>();
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/Update", bulk.SetField)
            .Describe("Sets a field of many leads to one value", typeof(BulkUpdateBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/UpdateV2", bulk.Update)
            .Describe("Changes up to 25 leads, each named by a unique field", typeof(UpdateV2Body))
            .Answers<BulkUpdateResponse>();
    }

    private static void MapReads(
        LeadSquaredSurface v2, LeadSquaredLeadReadEndpoints leads, LeadSquaredLeadSearchEndpoints search)
    {
        v2.Get("LeadManagement.svc/Leads.GetById", leads.GetById)
            .Describe("The lead of an id, in a list", null, "id")
            .Answers<List<Dictionary<string, string?>>>();
        v2.Get("LeadManagement.svc/Leads.GetByEmailaddress", leads.GetByEmailAddress)
            .Describe("The lead of an e-mail address, in a list", null, "emailaddress")
            .Answers<List<Dictionary<string, string?>>>();
        v2.Get("LeadManagement.svc/RetrieveLeadByPhoneNumber", leads.GetByPhoneNumber)
            .Describe("The leads of a phone number", null, "phone")
            .Answers<List<Dictionary<string, string?>>>();
        v2.Post("LeadManagement.svc/RetrieveLeadByPhoneNumber", leads.GetByPhoneNumber)
            .Describe("The leads of a phone number", null, "phone")
            .Answers<List<Dictionary<string, string?>>>();
        v2.Post("LeadManagement.svc/Leads/Retrieve/ByIds", leads.GetByIds)
            .Describe("Up to 1,000 leads by their ids", typeof(SearchBody))
            .Answers<LeadsResponse>();
        v2.Get("LeadManagement.svc/LeadOwner.Get", leads.GetOwner)
            .Describe("The owner of the lead that a unique field's value names", null, "LeadIdentifier", "value")
            .Answers<List<LeadOwnerResponse>>();
        v2.Get("LeadManagement.svc/Leads.GetByQuickSearch", search.GetByQuickSearch)
            .Describe("Leads with a text in a name, an e-mail address or a phone number", null, "key")
            .Answers<List<Dictionary<string, string?>>>();
        v2.Post("LeadManagement.svc/Leads.Get", search.Get)
            .Describe("A page of the leads that one condition picks", typeof(SearchBody))
            .Answers<List<Dictionary<string, string?>>>();
        v2.Post("LeadManagement.svc/Leads.RecentlyModified", search.RecentlyModified)
            .Describe("A page of the leads that changed in a window", typeof(SearchBody))
            .Answers<ModifiedLeadsResponse>();
    }

    private static void MapFields(LeadSquaredSurface v2, LeadSquaredFieldEndpoints fields)
    {
        v2.Get("LeadManagement.svc/LeadsMetaData.Get", fields.MetaData)
            .Describe("The fields of leads", null, "schemaName", "excludeOptionSets")
            .Answers<List<LeadFieldMetadataResponse>>();
        v2.Post("LeadManagement.svc/CreateLeadField", fields.Create)
            .Describe("Makes a lead field", typeof(CreateLeadFieldBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("LeadManagement.svc/LeadField/Dropdown/Options/Push", fields.PushOptions)
            .Describe("Adds options to a dropdown of leads", typeof(DropdownOptionsBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("LeadManagement.svc/LeadField/Dropdown/Options/Remove", fields.RemoveOptions)
            .Describe("Removes options of a dropdown of leads", typeof(DropdownOptionsBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push", fields.PushDependentOptions)
            .Describe("Adds options of a dropdown under a value of its parent", typeof(DependentOptionsBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Post("LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Remove", fields.RemoveDependentOptions)
            .Describe("Removes options of a dropdown from under a value of its parent", typeof(DependentOptionsBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
    }
}
