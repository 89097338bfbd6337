using Leadline.App.Parts;
using Leadline.App.Platform;
using Leadline.Protocol.Own;

namespace Leadline.App.Leads;

/// <summary>The columns of a list of leads: any field can be one.</summary>
public sealed class LeadColumns(IReadOnlyList<FieldResponse> fields, Moments moments)
{
    /// <summary>The name, which is no field, but made of two.</summary>
    public const string Name = "FirstName";

    /// <summary>What is shown to whoever has chosen nothing.</summary>
    public static readonly IReadOnlyList<string> Default =
    [
        Name, "ProspectStage", "OwnerIdName", "Score", "Phone", "EmailAddress", "Source", "ProspectActivityName_Max",
        "ProspectActivityDate_Max", "CreatedOn",
    ];

    /// <summary>What every row is read with, whatever is shown.</summary>
    private static readonly string[] Always =
        ["ProspectID", "ProspectAutoId", "FirstName", "LastName", "EmailAddress", "Phone", "ProspectStage", "OwnerId"];

    /// <summary>The fields to ask for.</summary>
    public static List<string> Fields(IEnumerable<string> shown) => [.. Always.Union(shown)];

    /// <summary>A column of a field; null where the account has no such field.</summary>
    /// <param name="key">The field's schema name.</param>
    /// <param name="nameTitle">What the column of names is called.</param>
    public GridColumn<LeadRow>? Column(string key, string nameTitle)
    {
        if (key == Name)
            return new(Name, nameTitle, 220, lead => lead.Name) { IsOnCard = true };
        if (fields.FirstOrDefault(field => field.SchemaName == key) is not { } known)
            return null;
        return new(key, known.DisplayName, Width(known.Type), lead => Text(lead, known))
        {
            IsNumber = known.Type is "number" or "decimal",
            IsOnCard = key is "ProspectStage" or "OwnerIdName",
        };
    }

    /// <summary>A field's value as people read it.</summary>
    public string? Text(LeadRow lead, FieldResponse field)
    {
        var value = lead[field.SchemaName];
        return field.Type switch
        {
            _ when value is null => null,
            "date" or "dateTime" => moments.Brief(value),
            "boolean" => value == "1" ? "✓" : "–",
            _ => value,
        };
    }

    private static int Width(string type) => type switch
    {
        "number" or "decimal" or "boolean" => 90,
        "email" => 220,
        "date" or "dateTime" => 170,
        _ => 150,
    };
}
