using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Users;

/// <summary>The SQL of when users came and left.</summary>
internal sealed class CheckInStore(Database database)
{
    private const string Columns =
        """
        user_id AS UserId, check_in_id AS Id, is_in AS IsIn, occurred_on AS OccurredOn, source AS Source,
        location AS Location, latitude AS Latitude, longitude AS Longitude, availability AS Availability,
        details::text AS Details, address AS Address
        """;

    public Task<T> Transaction<T>(int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<T>> work) =>
        database.Transaction(accountId, within, work);

    public Task Add(NpgsqlConnection connection, int accountId, CheckIn checkIn) => connection.ExecuteAsync(
        """
        INSERT INTO user_check_in (account_id, user_id, check_in_id, is_in, occurred_on, source, location, latitude,
            longitude, availability, details, address)
        VALUES (@accountId, @UserId, @Id, @IsIn, @OccurredOn, @Source, @Location, @Latitude, @Longitude,
            @Availability, @Details::jsonb, @Address)
        """,
        new
        {
            accountId,
            checkIn.UserId,
            checkIn.Id,
            checkIn.IsIn,
            checkIn.OccurredOn,
            checkIn.Source,
            checkIn.Location,
            checkIn.Latitude,
            checkIn.Longitude,
            checkIn.Availability,
            checkIn.Details,
            checkIn.Address,
        });

    /// <summary>The user's last one; null when there is none.</summary>
    public async Task<CheckIn?> Last(int accountId, Guid userId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<CheckIn>(
            $"""
            SELECT {Columns} FROM user_check_in WHERE account_id = @accountId AND user_id = @userId
            ORDER BY check_in_id DESC LIMIT 1
            """,
            new { accountId, userId });
    }

    /// <summary>Those of the users within a window, both ends inclusive, the newest first.</summary>
    public async Task<IReadOnlyList<CheckIn>> Between(
        int accountId, IReadOnlyCollection<Guid> userIds, DateTime from, DateTime to, Guid? before, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<CheckIn>(
                $"""
                SELECT {Columns} FROM user_check_in
                WHERE account_id = @accountId AND user_id = ANY(@userIds) AND occurred_on BETWEEN @from AND @to
                    AND (@before::uuid IS NULL OR check_in_id < @before)
                ORDER BY check_in_id DESC LIMIT @most
                """,
                new { accountId, userIds = userIds.ToArray(), from, to, before, most }),
        ];
    }
}
