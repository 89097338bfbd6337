using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.SavedViews;

/// <summary>How people like to look at lists, and what they share of it.</summary>
internal static class SavedViewsFeature
{
    public static void AddSavedViews(this IServiceCollection services)
    {
        services.AddSingleton<SavedViewStore>();
        services.AddSingleton<SavedViewOperations>();
    }

    public static void MapSavedViews(this SurfaceRoutes routes)
    {
        var (own, views) = (routes.Leadline, routes.Create<SavedViewEndpoints>());
        own.Get("saved-views", views.List)
            .Describe("The views that the caller has made, and those that others share with the caller", null, "list")
            .Answers<SavedViewsResponse>();
        own.Post("saved-views", views.Create)
            .Describe("Makes a view of a list", typeof(SavedViewRequest))
            .Answers<SavedViewResponse>();
        own.Get("saved-views/{view}", views.Get)
            .Describe("A view of a list, its version as ETag")
            .Answers<SavedViewResponse>();
        own.Patch("saved-views/{view}", views.Update)
            .Describe(
                "Changes a view for all who see it; the header If-Match refuses an edit of an older version",
                typeof(SavedViewRequest))
            .Answers<SavedViewResponse>();
        own.Put("saved-views/{view}/place", views.Place)
            .Describe("Pins a view for the caller alone, or not, and says where", typeof(SavedViewPlaceRequest))
            .Answers<SavedViewResponse>();
        own.Delete("saved-views/{view}", views.Delete)
            .Describe("Deletes a view, for all who see it")
            .Answers<DoneResponse>();
    }
}
