using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Fields;

/// <summary>The SQL of field definitions.</summary>
internal sealed class FieldStore(Database database)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>
    /// Every catalog of the account by owner, and the account's version from just before they were read.
    /// </summary>
    public async Task<AccountFields?> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await Load(connection, accountId);
    }

    /// <summary>As seen by the connection, the changes of its own transaction included.</summary>
    public async Task<AccountFields?> Load(NpgsqlConnection connection, int accountId)
    {
        var version = await connection.ExecuteScalarAsync<long?>(
            "SELECT version FROM account WHERE account_id = @accountId", new { accountId });
        if (version is null)
            return null;
        var rows = await connection.QueryAsync<(string Owner, string Definition)>(
            "SELECT owner, definition::text FROM field WHERE account_id = @accountId ORDER BY owner, position",
            new { accountId });
        return new AccountFields(
            version.Value,
            rows.GroupBy(row => row.Owner).ToDictionary(
                group => group.Key,
                group => new FieldCatalog([.. group.Select(row => Parse(row.Definition))])));
    }

    /// <summary>Adds fields after those that the owner has.</summary>
    public Task Add(NpgsqlConnection connection, int accountId, string owner, IReadOnlyList<FieldDefinition> fields) =>
        connection.ExecuteAsync(
            """
            INSERT INTO field (account_id, owner, schema_name, position, definition)
            SELECT @accountId, @owner, f.schema_name, f.ord + coalesce(
                (SELECT max(position) FROM field WHERE account_id = @accountId AND owner = @owner), 0),
                f.definition::jsonb
            FROM unnest(@names, @definitions) WITH ORDINALITY AS f (schema_name, definition, ord)
            """,
            new
            {
                accountId,
                owner,
                names = fields.Select(field => field.SchemaName).ToArray(),
                definitions = fields.Select(Format).ToArray(),
            });

    public Task<int> Replace(NpgsqlConnection connection, int accountId, string owner, FieldDefinition field) =>
        connection.ExecuteAsync(
            """
            UPDATE field SET definition = @definition::jsonb, modified_on = now()
            WHERE account_id = @accountId AND owner = @owner AND schema_name = @SchemaName
            """,
            new { accountId, owner, field.SchemaName, definition = Format(field) });

    private static string Format(FieldDefinition field) => JsonSerializer.Serialize(field, Json);

    private static FieldDefinition Parse(string json) => JsonSerializer.Deserialize<FieldDefinition>(json, Json)!;
}

/// <summary>All field catalogs of an account, as of <see cref="Version"/> or later.</summary>
internal sealed record AccountFields(long Version, IReadOnlyDictionary<string, FieldCatalog> ByOwner)
{
    public const string LeadOwner = "lead";

    private static readonly FieldCatalog None = new([]);

    public FieldCatalog Lead => Catalog(LeadOwner);

    public FieldCatalog Catalog(string owner) => ByOwner.GetValueOrDefault(owner, None);

    /// <summary>
    /// The fields that opportunities of a type have beside those of every activity of the type: their statuses.
    /// </summary>
    public FieldCatalog OfOpportunity(int eventCode) => Catalog(OpportunityOwner(eventCode));

    public FieldCatalog OfActivity(int eventCode) => Catalog(ActivityOwner(eventCode));

    public static string OpportunityOwner(int eventCode) => $"opportunity/{eventCode}";

    public static string ActivityOwner(int eventCode) => $"activity/{eventCode}";
}
