using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Profiles;

/// <summary>Who a user is, how the user likes the application, and what keys the user has.</summary>
internal static class ProfilesFeature
{
    public static void AddProfiles(this IServiceCollection services)
    {
        services.AddSingleton<ProfileStore>();
        services.AddSingleton<ProfileOperations>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyOperations>();
        services.AddSingleton<KeyUseWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUseWorker>());
    }

    public static void MapProfiles(this SurfaceRoutes routes)
    {
        var (own, profiles, keys) = (
            routes.Leadline, routes.Create<ProfileEndpoints>(), routes.Create<KeyEndpoints>());
        own.Get("profile", profiles.Get)
            .Describe("The caller, and how the caller likes the application")
            .Answers<ProfileResponse>()
            .WithMetadata(new SecondFactorSetUp());
        own.Patch("profile", profiles.Change)
            .Describe(
                "Changes the caller's name and choices; the header If-Match refuses an edit of an older version",
                typeof(ProfileRequest))
            .Answers<ProfileResponse>();
        own.Get("keys", keys.List)
            .Describe("The caller's live keys; user=all: everybody's, for administrators", null, "user")
            .Answers<KeysResponse>();
        own.Post("keys", keys.Create)
            .Describe("Makes a key of the caller's; its secret is told this once", typeof(KeyRequest))
            .Answers<NewKeyResponse>();
        own.Delete("keys/{key}", keys.Revoke)
            .Describe("Revokes a key: the next call with it is refused")
            .Answers<DoneResponse>();
    }
}
