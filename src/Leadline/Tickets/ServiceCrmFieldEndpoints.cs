using System.Globalization;
using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.ServiceCrm;
using Leadline.Surfaces;
using Leadline.ServiceDesk;

namespace Leadline.Tickets;

/// <summary>Ticket fields and the values of their dropdowns, as LeadSquared's Service CRM shows them (extended §5.9).</summary>
internal sealed class ServiceCrmFieldEndpoints(FieldOperations fields)
{
    private const string SeededOn = "2025-01-01T00:00:00";

    public async Task<Failure?> Filter(Call call)
    {
        if (ServiceRights.MetadataRefusal(call.Caller) is { } notPermitted)
            return notPermitted;
        var body = call.ReadOrDefault<TicketFieldFilterBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (call.Route("typeId") != "1")
            return new Failure(ErrorCode.UnknownRecord, "Ticket type does not exist in the system");
        var catalog = TicketFields.Of(await fields.Of(call.Caller.AccountId));
        var search = body.Value.SearchText?.Trim() ?? "";
        var found = catalog.Fields.Select((field, index) => (Field: field, Number: index + 1))
            .Where(entry => entry.Field.SchemaName.Contains(search, StringComparison.OrdinalIgnoreCase)
                || entry.Field.DisplayName.Contains(search, StringComparison.OrdinalIgnoreCase))
            .ToList();

        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("Total"u8, found.Count);
        json.WriteStartArray("TicketsFields"u8);
        foreach (var (field, number) in found.Skip(Math.Max(0, body.Value.Offset ?? 0)).Take(Math.Max(0, body.Value.Limit ?? 25)))
            Write(json, field, number);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    /// <summary>The values of a dropdown. The lookup's name is the field's.</summary>
    public async Task<Failure?> Lookup(Call call)
    {
        if (ServiceRights.MetadataRefusal(call.Caller) is { } notPermitted)
            return notPermitted;
        var catalog = TicketFields.Of(await fields.Of(call.Caller.AccountId));
        if (catalog.FindAnyCase(call.Route("name")) is not { } field || !IsDropdown(field))
            return new Failure(ErrorCode.UnknownRecord, "Lookup does not exist in the system");
        var json = call.Json;
        json.WriteStartArray();
        foreach (var option in field.Options)
        {
            json.WriteStartObject();
            json.WriteString("Text"u8, option);
            json.WriteString("Value"u8, option);
            json.WriteNull("SortingOrder"u8);
            json.WriteNull("Active"u8);
            json.WriteNull("Deleted"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return null;
    }

    private static bool IsDropdown(FieldDefinition field) =>
        field.Type is FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect;

    private static void Write(Utf8JsonWriter json, FieldDefinition field, int number)
    {
        var isStandard = TicketFields.IsStandard(field.SchemaName);
        json.WriteStartObject();
        json.WriteNumber("Id"u8, number);
        json.WriteNumber("RelatedTicketCategoryId"u8, 1);
        json.WriteString("DisplayName"u8, field.DisplayName);
        json.WriteString("SchemaName"u8, field.SchemaName);
        json.WriteString("DataType"u8, DataType(field.Type));
        json.WriteString("RenderType"u8, RenderType(field.Type));
        json.WriteNull("EntityType"u8);
        json.WriteString("DefaultValue"u8, field.DefaultValue);
        json.WriteNumber("Sequence"u8, number);
        if (IsDropdown(field))
            json.WriteNumber("RelatedLookupId"u8, number);
        else
            json.WriteNull("RelatedLookupId"u8);
        json.WriteBoolean("ShowInQuickSearch"u8, field.IsSearchable);
        json.WriteString("CreatedBy"u8, isStandard ? "seeddata" : "account");
        json.WriteString("CreatedOn"u8, isStandard ? SeededOn : Time(field.CreatedOn));
        json.WriteNull("ModifiedBy"u8);
        json.WriteString("ModifiedOn"u8, isStandard && field.ModifiedOn == default ? SeededOn : Time(field.ModifiedOn));
        json.WriteBoolean("AllowAutoUpdateToOptions"u8, false);
        json.WriteBoolean("LockAfterCreate"u8, field.LockAfterCreate);
        json.WriteNull("ParentSchemaName"u8);
        json.WriteBoolean("ShowInForm"u8, true);
        json.WriteNull("CustomObjectId"u8);
        json.WriteNull("Version"u8);
        json.WriteString("Description"u8, $"{field.DisplayName} of the ticket");
        json.WriteString("FieldType"u8, isStandard ? "standard" : "custom");
        json.WriteBoolean("Active"u8, true);
        json.WriteBoolean("Deleted"u8, false);
        WriteValidation(json, field);
        json.WriteBoolean("UseInSla"u8, field.SchemaName == TicketFieldNames.Priority);
        json.WriteEndObject();
    }

    private static void WriteValidation(Utf8JsonWriter json, FieldDefinition field)
    {
        json.WriteStartObject("ValidationProperties"u8);
        json.WriteNumber("NumScale"u8, 2);
        json.WriteString("Regex"u8, "");
        json.WriteBoolean("IsMandatory"u8, field.IsMandatory);
        json.WriteNumber("MinValue"u8, int.MinValue);
        json.WriteNumber("MinLength"u8, 1);
        json.WriteNumber("MaxValue"u8, int.MaxValue);
        json.WriteNumber("MaxLength"u8, FieldRules.LengthLimit(field));
        json.WriteEndObject();
    }

    private static string DataType(FieldType type) => type switch
    {
        FieldType.Dropdown or FieldType.SearchableDropdown => "Select",
        FieldType.MultiSelect => "MultiSelect",
        FieldType.Number or FieldType.Decimal => "Number",
        FieldType.Date => "Date",
        FieldType.DateTime => "DateTime",
        FieldType.Boolean => "Boolean",
        FieldType.Email => "Email",
        FieldType.Phone => "Phone",
        _ => "Text",
    };

    private static string RenderType(FieldType type) => type switch
    {
        FieldType.Dropdown or FieldType.SearchableDropdown => "Dropdown",
        FieldType.MultiSelect => "MultiSelect",
        FieldType.TextArea => "TextArea",
        FieldType.Number or FieldType.Decimal => "TextBox",
        FieldType.Date => "Date",
        FieldType.DateTime => "DateTime",
        FieldType.Boolean => "CheckBox",
        _ => "TextBox",
    };

    private static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(ServiceCrmTicketEndpoints.TimeForm, CultureInfo.InvariantCulture);
}
