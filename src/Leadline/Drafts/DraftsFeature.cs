using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Platform;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Drafts;

/// <summary>What people have begun to write: nothing that was typed is lost.</summary>
internal static class DraftsFeature
{
    public static void AddDrafts(this IServiceCollection services)
    {
        services.AddSingleton<DraftStore>();
        services.AddSingleton<DraftOperations>();
        services.AddHostedService<DraftSweep>();
    }

    public static void MapDrafts(this SurfaceRoutes routes)
    {
        const string one = "drafts/{kind}/{record}/{mode}";
        var (own, drafts) = (routes.Leadline, routes.Create<DraftEndpoints>());
        own.Get("drafts", drafts.List)
            .Describe("The caller's drafts, those that were kept last first", null, "kind")
            .Answers<DraftsResponse>();
        own.Put(one, drafts.Put)
            .Describe(
                "Keeps a draft, a JSON object of at most 64 KiB; If-Match tells of which version it goes on",
                typeof(DraftContent))
            .Answers<DraftResponse>();
        own.Get(one, drafts.Get).Describe("A draft of the caller's, its version as ETag").Answers<DraftResponse>();
        own.Delete(one, drafts.Delete).Describe("Discards a draft, if there is one").Answers<DoneResponse>();
    }
}

/// <summary>Removes drafts that nobody has touched for 90 days.</summary>
internal sealed class DraftSweep(
    AccountOperations accounts, DraftStore store, TimeProvider clock, ILogger<DraftSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await store.RemoveOld(accountId, Clock.Now() - DraftOperations.Lifetime);
    }
}
