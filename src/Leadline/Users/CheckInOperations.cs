using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Users;

/// <summary>Users say that they came to work or left, each of himself.</summary>
internal sealed class CheckInOperations(CheckInStore store, TimeProvider clock)
{
    /// <summary>Most entries of a history that are told at once.</summary>
    public const int MostTold = 5_000;

    private const int LongestText = 200;

    /// <summary>Records it.</summary>
    /// <param name="availability">Online, Away or Offline; the last alone for leaving.</param>
    public async Task<Result<CheckIn>> Record(
        Caller caller, NpgsqlConnection? within, CheckIn said, string? availability)
    {
        if (string.IsNullOrWhiteSpace(said.Source))
            return new Failure(ErrorCode.MissingAttribute, "'Source' is mandatory") { Field = "source" };
        if (said.Source.Length > LongestText || said.Location?.Length > LongestText)
            return new Failure(ErrorCode.InvalidInput, $"Source and Location have at most {LongestText} characters.");
        var named = string.IsNullOrWhiteSpace(availability)
            ? said.IsIn ? Availabilities.Online : Availabilities.Offline
            : Availabilities.Named(availability);
        if (named is null || (!said.IsIn && named != Availabilities.Offline))
            return Failure.InvalidParameter(UserProfile.Availability) with { Field = "availability" };
        if (said.Latitude is < -90 or > 90 || said.Longitude is < -180 or > 180)
            return Failure.InvalidParameter("Latitude, Longitude") with { Field = "latitude" };
        var checkIn = said with
        {
            UserId = caller.User.Id,
            Id = Ids.New(),
            Source = said.Source.Trim(),
            Availability = named,
            OccurredOn = clock.GetUtcNow().UtcDateTime,
        };
        return await store.Transaction<Result<CheckIn>>(caller.AccountId, within, async connection =>
        {
            await store.Add(connection, caller.AccountId, checkIn);
            var kind = checkIn.IsIn ? UserEvents.CheckedIn : UserEvents.CheckedOut;
            await EventStore.Write(
                connection, Event.By(caller, kind, leadId: null, caller.User.Id, checkIn.OccurredOn));
            return checkIn;
        });
    }

    /// <summary>The user's last word; null when there was none.</summary>
    public Task<CheckIn?> Last(int accountId, Guid userId) => store.Last(accountId, userId);

    /// <summary>What the users said within a window, both ends inclusive, the newest first.</summary>
    public Task<IReadOnlyList<CheckIn>> History(
        int accountId,
        IReadOnlyCollection<Guid> userIds,
        DateTime? from,
        DateTime? to,
        Guid? before = null,
        int most = MostTold) =>
        store.Between(
            accountId, userIds, from ?? DateTime.UnixEpoch, to ?? clock.GetUtcNow().UtcDateTime, before, most);
}
