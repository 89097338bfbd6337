using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Imports;

/// <summary>Makes the rows of an import into the commands that single calls come to.</summary>
internal sealed class ImportCommands(LeadImport import, Caller caller, Definitions definitions)
{
    public Definitions Definitions => definitions;

    /// <summary>Leaves each row with its command, or with why it has none.</summary>
    public void Make(IReadOnlyList<ImportRow> rows)
    {
        foreach (var row in rows)
        {
            var made = Make(row);
            row.Refusal = made.Failure;
            row.Command = made.Failure is null ? made.Value : null;
        }
    }

    /// <summary>The field that a refusal is about, where it names one of the row.</summary>
    public string? FieldOf(Failure failure) => failure.Field ?? definitions.Lead.Fields.FirstOrDefault(
        field => failure.Message.Contains($"'{field.SchemaName}'", StringComparison.Ordinal))?.SchemaName;

    private Result<LeadCommand<LeadWritten>> Make(ImportRow row)
    {
        var properties = row.Values is { } values ? FromCsv(values) : FromJson(row.Json);
        if (properties.Failure is { } unreadable)
            return unreadable;
        if (import.Source is not null && !properties.Value.Exists(IsSource))
            properties.Value.Add(new() { Attribute = LeadFieldNames.Source, Value = import.Source });
        if (import.SearchBy is not null)
            properties.Value.Add(new() { Attribute = LeadFieldNames.SearchBy, Value = import.SearchBy });
        var match = import.Mode == ImportMode.Create ? LeadMatch.New : LeadMatch.Capture;
        var target = LeadTarget.Read(definitions, match, properties.Value);
        if (target.Failure is { } failure)
            return failure;
        return new WriteLead(
            caller,
            definitions,
            target.Value with { MustExist = import.Mode == ImportMode.Update },
            isCapture: import.Mode == ImportMode.CreateOrUpdate);
    }

    // A cell that is left empty says nothing: the lead keeps its value.
    private Result<List<LeadProperty>> FromCsv(string[] values)
    {
        var columns = import.Columns;
        if (values.Length > columns.Length)
            return new Failure(
                ErrorCode.MalformedBody,
                $"The row has {values.Length} values, the header {columns.Length} columns.");
        var properties = new List<LeadProperty>(values.Length + 2);
        for (var i = 0; i < values.Length; i++)
            if (values[i].Length > 0 && !ImportHeader.IsNote(columns[i]))
                properties.Add(new LeadProperty { Attribute = columns[i], Value = values[i] });
        return properties;
    }

    private static Result<List<LeadProperty>> FromJson(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return json.RootElement.EnumerateObject().Select(Property).ToList();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // As told below.
        }

        return new Failure(ErrorCode.MalformedBody, "The line is no JSON object of names and values.");
    }

    private static LeadProperty Property(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Object => new()
        {
            Attribute = member.Name,
            Fields = [.. member.Value.EnumerateObject().Select(Property)],
        },
        JsonValueKind.Array => throw new JsonException(),
        JsonValueKind.Null => new() { Attribute = member.Name },
        JsonValueKind.String => new() { Attribute = member.Name, Value = member.Value.GetString() },
        _ => new() { Attribute = member.Name, Value = member.Value.GetRawText() },
    };

    private static bool IsSource(LeadProperty property) =>
        LeadFieldNames.Source.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);
}
