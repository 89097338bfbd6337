using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Platform;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Lists;

/// <summary>Lists of leads: those that people keep, and those that a filter defines.</summary>
internal static class ListsFeature
{
    public static void AddLists(this IServiceCollection services)
    {
        services.AddSingleton<ListStore>();
        services.AddSingleton<ListMemberStore>();
        services.AddSingleton<ListMemberOperations>();
        services.AddSingleton<ListOperations>();
        services.AddHostedService<ListSweep>();
        services.AddSingleton(ListMemberStore.DeletedWithLead);
        services.AddSingleton(ListMemberStore.MovedWithLead);
        services.AddSingleton<AccountSeed>(provider => async (connection, account) =>
        {
            foreach (var list in SystemLists.Of(account.Id, provider.GetRequiredService<TimeProvider>().Now()))
                await ListStore.Add(connection, list);
        });
    }

    public static void MapLists(this SurfaceRoutes routes)
    {
        MapLeadSquared(routes.LeadSquared, routes.Create<LeadSquaredListEndpoints>());
        MapOwn(routes.Leadline, routes.Create<ListEndpoints>());
    }

    private static void MapLeadSquared(LeadSquaredSurface v2, LeadSquaredListEndpoints lists)
    {
        v2.Get("LeadManagement.svc/Lists.Get", lists.List)
            .Describe("The lists, or the leads of one", null, "PageIndex", "ListType", "SearchText", "listId")
            .Answers<List<LeadListRow>>();
        v2.Post("LeadSegmentation.svc/CreateEmptyList", lists.Create)
            .Describe("Makes a static list", typeof(CreateListBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("LeadSegmentation.svc/AddLeadsToStaticList", lists.AddAll)
            .Describe("Adds leads to a static list, all or none", typeof(ListLeadsBody))
            .Answers<SuccessResponse<TextMessage>>();
        v2.Post("LeadManagement.svc/AddLeadToStaticList", lists.Add)
            .Describe("Adds a lead to a static list", null, "listId", "leadId")
            .Answers<SuccessResponse<CreatedOrUpdatedMessage>>();
        v2.Get("LeadSegmentation.svc/RemoveLeadFromStaticList", lists.Remove)
            .Describe("Removes a lead from a static list", null, "ListId", "LeadID")
            .Answers<SuccessResponse<TextMessage>>();
        v2.Get("LeadSegmentation.svc/Lists/EmptyStaticList", lists.Empty)
            .Describe("Removes all leads from a static list", null, "ListId")
            .Answers<SuccessResponse<IdMessage>>();
        v2.Get("LeadManagement.svc/List/Retrieve/MemberCount", lists.MemberCount)
            .Describe("How many leads a list has", null, "listId")
            .Answers<MemberCountResponse>();
        v2.Get("LeadManagement.svc/List.CheckLead", lists.CheckLead)
            .Describe("Whether a lead is in a list", null, "listId", "leadId")
            .Answers<LeadInListResponse>();
        v2.Post("LeadManagement.svc/Leads/Retrieve/BySearchParameter", lists.Members)
            .Describe("A page of the leads of a list", typeof(SearchBody))
            .Answers<ListMembersResponse>();
    }

    private static void MapOwn(LeadlineSurface own, ListEndpoints lists)
    {
        own.Get("lists", lists.List).Describe("The lists of leads", null, "kind", "search", "after", "limit")
            .Answers<LeadListsResponse>();
        own.Post("lists", lists.Create).Describe("Makes a list of leads", typeof(LeadListRequest))
            .Answers<LeadListResponse>();
        own.Get("lists/{list}", lists.Get).Describe("A list, its version as ETag").Answers<LeadListResponse>();
        own.Patch("lists/{list}", lists.Update)
            .Describe("Changes what is passed of a list; If-Match tells of which version", typeof(LeadListRequest))
            .Answers<LeadListResponse>();
        own.Delete("lists/{list}", lists.Delete).Describe("Deletes a list; its leads stay").Answers<DoneResponse>();
        own.Get("lists/{list}/count", lists.Count).Describe("How many leads a list has, exactly")
            .Answers<LeadListCountResponse>();
        own.Get("lists/{list}/members", lists.Members)
            .Describe("A page of the leads of a list", null, "sort", "fields", "after", "limit")
            .Answers<LeadPageResponse>();
        own.Get("lists/{list}/members/{lead}", lists.Has).Describe("Whether a lead is in a list")
            .Answers<LeadListMemberResponse>();
        own.Post("lists/{list}/members", lists.Add)
            .Describe("Adds up to 1,000 leads to a static list, all or none", typeof(LeadListMembersRequest))
            .Answers<LeadListChangedResponse>();
        own.Post("lists/{list}/members/remove", lists.Remove)
            .Describe("Removes up to 1,000 leads from a static list", typeof(LeadListMembersRequest))
            .Answers<LeadListChangedResponse>();
        own.Post("lists/{list}/members/remove-all", lists.Empty)
            .Describe("Removes all leads from a static list")
            .Answers<LeadListChangedResponse>();
    }
}
