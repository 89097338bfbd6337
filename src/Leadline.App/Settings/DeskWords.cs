using Leadline.Protocol.Own;

namespace Leadline.App.Settings;

/// <summary>What the account calls the types and priorities of its tickets.</summary>
public static class DeskWords
{
    /// <summary>The options of a field of tickets.</summary>
    /// <param name="fields">The fields of tickets.</param>
    /// <param name="name">The schema name.</param>
    public static IReadOnlyList<string> Options(TicketFieldsResponse fields, string name) =>
        fields.TicketFields.FirstOrDefault(field => field.SchemaName == name)?.Options ?? [];
}
