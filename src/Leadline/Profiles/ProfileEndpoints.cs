using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.ServiceDesk;
using Leadline.Surfaces;

namespace Leadline.Profiles;

/// <summary>The caller's own profile in Leadline's own API.</summary>
internal sealed class ProfileEndpoints(ProfileOperations profiles)
{
    public async Task<Failure?> Get(Call call)
    {
        var (settings, version) = await profiles.Get(call.Caller.AccountId, call.Caller.User.Id);
        return Answer(call, call.Caller.User, settings, version);
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<ProfileRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var changed = await profiles.Change(call.Caller, call.Transaction, body.Value, IfMatch.Version(call));
        return changed.Failure ?? Answer(call, changed.Value.User, changed.Value.Settings, changed.Value.Version);
    }

    private static Failure? Answer(Call call, User user, ProfileSettings settings, int version)
    {
        IfMatch.Tell(call, version);
        var account = call.Caller.Account;
        return call.Answer(
            new ProfileResponse(
                user.Id,
                user.Email,
                user.FirstName,
                user.LastName,
                user.Role,
                ServiceRoles.RoleOf(user),
                account.Id,
                account.Name,
                settings.Language,
                settings.TimeZone ?? account.TimeZone,
                settings.DateForm,
                settings.NumberForm,
                settings.Theme,
                settings.Density,
                settings.Letters,
                settings.AfterSend,
                settings.HoldSeconds,
                settings.StartPage,
                settings.Volume,
                ProfileSettings.Topics.ToDictionary(topic => topic, settings.ChoiceOf),
                version),
            OwnJson.Default.ProfileResponse);
    }
}
