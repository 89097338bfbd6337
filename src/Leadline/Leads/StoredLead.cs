using System.Text;
using System.Text.Json;
using Npgsql;

namespace Leadline.Leads;

/// <summary>A lead as it is read to be printed: its values stay the JSON text that the database keeps.</summary>
internal sealed record StoredLead
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    public required long Number { get; init; }

    public required Guid OwnerId { get; init; }

    public required Guid CreatedBy { get; init; }

    public required Guid ModifiedBy { get; init; }

    public required DateTime CreatedOn { get; init; }

    public required DateTime ModifiedOn { get; init; }

    public required DateTime LastModifiedOn { get; init; }

    public DateTime? FirstActivityOn { get; init; }

    public DateTime? LastActivityOn { get; init; }

    public string? LastActivityName { get; init; }

    /// <summary>
    /// A JSON object of strings in UTF-8, its members in <c>jsonb</c>'s order: by length, then by bytes.
    /// </summary>
    public required byte[] Values { get; init; }

    /// <summary>Reads <see cref="LeadStore.Columns"/>.</summary>
    public static StoredLead Read(NpgsqlDataReader reader) => new()
    {
        AccountId = reader.GetInt32(0),
        Id = reader.GetGuid(1),
        Number = reader.GetInt64(2),
        OwnerId = reader.GetGuid(3),
        CreatedBy = reader.GetGuid(4),
        ModifiedBy = reader.GetGuid(5),
        CreatedOn = reader.GetDateTime(6),
        ModifiedOn = reader.GetDateTime(7),
        LastModifiedOn = reader.GetDateTime(8),
        FirstActivityOn = reader.IsDBNull(9) ? null : reader.GetDateTime(9),
        LastActivityOn = reader.IsDBNull(10) ? null : reader.GetDateTime(10),
        LastActivityName = reader.IsDBNull(11) ? null : reader.GetString(11),
        Values = reader.GetFieldValue<byte[]>(12),
    };

    /// <summary>A lead as a write leaves it.</summary>
    public static StoredLead Of(Lead lead) => new()
    {
        AccountId = lead.AccountId,
        Id = lead.Id,
        Number = lead.Number,
        OwnerId = lead.OwnerId,
        CreatedBy = lead.CreatedBy,
        ModifiedBy = lead.ModifiedBy,
        CreatedOn = lead.CreatedOn,
        ModifiedOn = lead.ModifiedOn,
        LastModifiedOn = lead.LastModifiedOn,
        FirstActivityOn = lead.FirstActivityOn,
        LastActivityOn = lead.LastActivityOn,
        LastActivityName = lead.LastActivityName,
        Values = LeadStore.Json(
            new Dictionary<string, string>(
                lead.Values.OrderBy(pair => Encoding.UTF8.GetByteCount(pair.Key))
                    .ThenBy(pair => pair.Key, StringComparer.Ordinal))),
    };

    /// <summary>The lead to be changed, its values parsed.</summary>
    public Lead Parse() => new()
    {
        AccountId = AccountId,
        Id = Id,
        Number = Number,
        OwnerId = OwnerId,
        CreatedBy = CreatedBy,
        ModifiedBy = ModifiedBy,
        CreatedOn = CreatedOn,
        ModifiedOn = ModifiedOn,
        LastModifiedOn = LastModifiedOn,
        FirstActivityOn = FirstActivityOn,
        LastActivityOn = LastActivityOn,
        LastActivityName = LastActivityName,
        Values = JsonSerializer.Deserialize<Dictionary<string, string>>(Values)!,
    };
}
