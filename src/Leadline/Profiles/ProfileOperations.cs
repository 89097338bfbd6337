using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Storage;
using Leadline.Users;
using Npgsql;

namespace Leadline.Profiles;

/// <summary>A user's own profile: the name, and how the user likes the application.</summary>
internal sealed class ProfileOperations(
    Database database, ProfileStore store, UserOperations users, TimeProvider clock)
{
    public Task<(ProfileSettings Settings, int Version)> Get(int accountId, Guid userId) =>
        store.Find(accountId, userId);

    /// <summary>Changes what is passed.</summary>
    public async Task<Result<(User User, ProfileSettings Settings, int Version)>> Change(
        Caller caller, NpgsqlConnection? within, ProfileRequest request, int? expectedVersion)
    {
        var changed = await database.Transaction<Result<(ProfileSettings Settings, int Version)>>(
            caller.AccountId,
            within,
            async connection =>
            {
                var (before, version) = await ProfileStore.Lock(connection, caller.AccountId, caller.User.Id);
                if (expectedVersion is { } expected && expected != version)
                    return new Failure(
                        ErrorCode.VersionMismatch,
                        $"The profile has changed: it is at version {version}, not {expected}.");
                var after = before.With(request);
                if (after.Failure is { } refusal)
                    return refusal;
                await ProfileStore.Keep(
                    connection, caller.AccountId, caller.User.Id, after.Value, version + 1, clock.Now());
                return (after.Value, version + 1);
            });
        if (changed.Failure is { } unfit)
            return unfit;
        var user = caller.User;
        if (request.FirstName is not null || request.LastName is not null)
        {
            var named = await users.ChangeOwnName(caller, within, request.FirstName, request.LastName);
            if (named.Failure is { } unnamed)
                return unnamed;
            user = named.Value;
        }

        return (user, changed.Value.Settings, changed.Value.Version);
    }
}
