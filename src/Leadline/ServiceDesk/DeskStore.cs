using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.ServiceDesk;

/// <summary>The SQL of how an account's desk works.</summary>
internal sealed class DeskStore(Database database, TimeProvider clock)
{
    public async Task<Desk?> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await Load(connection, accountId);
    }

    /// <summary>As seen by the connection; null when there is no such account.</summary>
    public async Task<Desk?> Load(NpgsqlConnection connection, int accountId)
    {
        var desk = await connection.QuerySingleOrDefaultAsync<(
            long Version, bool Enabled, string[] Addresses, string Settings
        )?>(
            """
            SELECT a.version, coalesce(d.api_enabled, false), coalesce(d.api_addresses, '{}'),
                coalesce(d.settings, '{}')::text
            FROM account a LEFT JOIN service_desk d ON d.account_id = a.account_id
            WHERE a.account_id = @accountId
            """,
            new { accountId });
        if (desk is null)
            return null;
        var definitions = (await connection.QueryAsync<(string Kind, string Definition)>(
            """
            SELECT kind, definition::text FROM desk_definition
            WHERE account_id = @accountId ORDER BY created_on, definition_id
            """,
            new { accountId })).ToLookup(row => row.Kind, row => row.Definition);
        return new Desk
        {
            AccountId = accountId,
            Version = desk.Value.Version,
            ApiEnabled = desk.Value.Enabled,
            ApiAddresses = desk.Value.Addresses,
            Settings = Parse<DeskSettings>(desk.Value.Settings),
            Groups = [.. definitions[DeskDefinitionKinds.Group].Select(Parse<TicketGroup>)],
            Policies =
            [
                .. definitions[DeskDefinitionKinds.Policy].Select(Parse<SlaPolicy>).OrderBy(policy => policy.Position),
            ],
            Hours = [.. definitions[DeskDefinitionKinds.Hours].Select(Parse<BusinessHours>)],
        };
    }

    public Task SaveDesk(NpgsqlConnection connection, Desk desk) => connection.ExecuteAsync(
        """
        INSERT INTO service_desk (account_id, api_enabled, api_addresses, settings, modified_on)
        VALUES (@AccountId, @ApiEnabled, @addresses, @settings::jsonb, @now)
        ON CONFLICT (account_id) DO UPDATE SET api_enabled = excluded.api_enabled,
            api_addresses = excluded.api_addresses, settings = excluded.settings, modified_on = excluded.modified_on
        """,
        new
        {
            desk.AccountId,
            desk.ApiEnabled,
            addresses = desk.ApiAddresses.ToArray(),
            settings = JsonSerializer.Serialize(desk.Settings, DeskSettings.Json),
            now = clock.GetUtcNow().UtcDateTime,
        });

    public Task SaveDefinition<T>(NpgsqlConnection connection, int accountId, string kind, Guid id, T definition) =>
        connection.ExecuteAsync(
            """
            INSERT INTO desk_definition (account_id, kind, definition_id, definition)
            VALUES (@accountId, @kind, @id, @definition::jsonb)
            ON CONFLICT (account_id, kind, definition_id) DO UPDATE SET definition = excluded.definition
            """,
            new { accountId, kind, id, definition = JsonSerializer.Serialize(definition, DeskSettings.Json) });

    public Task<int> RemoveDefinition(NpgsqlConnection connection, int accountId, string kind, Guid id) =>
        connection.ExecuteAsync(
            "DELETE FROM desk_definition WHERE account_id = @accountId AND kind = @kind AND definition_id = @id", new
            {
                accountId,
                kind,
                id,
            });

    /// <summary>Has the worker bring up all open tickets, from the first on.</summary>
    public async Task RefreshTickets(NpgsqlConnection connection, Desk desk)
    {
        await SaveDesk(connection, desk);
        await connection.ExecuteAsync(
            "UPDATE service_desk SET refresh_after = 0 WHERE account_id = @AccountId", new { desk.AccountId });
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, DeskSettings.Json)!;
}
