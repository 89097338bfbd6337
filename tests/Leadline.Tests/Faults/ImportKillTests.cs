using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using Leadline.Tests.Imports;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>
/// An import that was acknowledged goes on where it was after kills of the server, of PostgreSQL and of both: each of its rows
/// is carried out once.
/// </summary>
public sealed class ImportKillTests : KilledServer
{
    private const int Rows = 30_000;
    private const int RowsBetweenKills = 1_500;

    [Fact]
    public async Task No_row_is_lost_or_carried_out_twice()
    {
        // Every third row is of somebody who came before, which only the count of captures would show to be done twice.
        var file = new StringBuilder("FirstName,EmailAddress\n");
        for (var i = 0; i < Rows; i++)
            file.Append(CultureInfo.InvariantCulture, $"Row {i},{Email(i)}\n");
        file.Append("Refused,not an address\n");
        using var client = new HttpClient { BaseAddress = Server.Url, Timeout = TimeSpan.FromSeconds(60) };
        var imports = new ImportCalls(client, Server.Credentials.AccessKey, Server.Credentials.SecretKey);
        var id = await imports.Submit(file.ToString());

        for (var round = 0; round < 3; round++)
        {
            var before = await RowsRead(imports, id);
            await Eventually.Reached(() => RowsRead(imports, id), Math.Min(before + RowsBetweenKills, Rows));
            await Kill(server: round != 1, postgres: round != 0);
        }

        var import = await Eventually.Seen(
            async () => await Look(imports, id), seen => seen?.GetProperty("state").GetString() == "finished");

        Assert.Equal((Rows + 1, Rows / 3 * 2, Rows / 3, 1), ImportCalls.Counts(import!.Value));
        await using var connection = await Connect();
        var leads = await connection.QueryAsync<(string Email, int Number)>(
            """
            SELECT "values"->>'EmailAddress', substring("values"->>'FirstName' FROM '^Row (\d+)$')::integer
            FROM lead WHERE account_id > 0 AND "values"->>'EmailAddress' LIKE 'import%'
            """);
        var captures = await connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM activity a JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id
            WHERE a.event_code = 23 AND l."values"->>'EmailAddress' LIKE 'import%'
            """,
            commandTimeout: 300);
        var last = leads.Count(lead => lead.Email == Email(lead.Number) && lead.Number % 3 > 0);
        Assert.Equal((Rows / 3 * 2, Rows, Rows / 3 * 2), (leads.Count(), captures, last));
    }

    private static string Email(int row) => $"import{(row % 3 == 2 ? row - 2 : row)}@example.com";

    private static async Task<int> RowsRead(ImportCalls imports, Guid id) =>
        (int)((await Look(imports, id))?.GetProperty("rowsRead").GetInt64() ?? 0);

    /// <summary>The import; null while the server is away.</summary>
    private static async Task<JsonElement?> Look(ImportCalls imports, Guid id)
    {
        try
        {
            var import = await imports.Get($"/{id}");
            return import.TryGetProperty("rowsRead", out _) ? import : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
