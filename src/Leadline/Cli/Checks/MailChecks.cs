using Dapper;
using Npgsql;

namespace Leadline.Cli.Checks;

/// <summary>The outbox: whether mail goes out, and what no server would take.</summary>
internal static class MailChecks
{
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    public static async Task<Check> Run(NpgsqlConnection connection)
    {
        var (waiting, oldest, failed) = await connection.QuerySingleAsync<(long, DateTime?, long)>(
            """
            SELECT count(*) FILTER (WHERE m.failed_on IS NULL), min(m.created_on) FILTER (WHERE m.failed_on IS NULL),
                   count(*) FILTER (WHERE m.failed_on IS NOT NULL)
            FROM account a JOIN mail m ON m.account_id = a.account_id AND m.sent_on IS NULL
            """);
        var detail = $"{waiting} wait, {failed} of the last 30 days could not be sent";
        return oldest is { } since && DateTime.UtcNow - since > Late
            ? Check.Warn(
                "mail",
                $"{detail}; the oldest waits since {since:yyyy-MM-dd HH:mm} UTC: is --smtp set, and does its "
                + "server answer?")
            : Check.Ok("mail", detail);
    }
}
