using System.Globalization;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.ServiceCrm;
using Leadline.ServiceDesk;
using Leadline.Surfaces;

namespace Leadline.Tickets;

/// <summary>
/// Ticket fields and the values of their dropdowns, as LeadSquared's Service CRM shows them (extended §5.9).
/// </summary>
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
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        var search = body.Value.SearchText?.Trim() ?? "";
        var found = catalog.Fields.Select((field, index) => (Field: field, Number: index + 1))
            .Where(entry => entry.Field.SchemaName.Contains(search, StringComparison.OrdinalIgnoreCase)
                || entry.Field.DisplayName.Contains(search, StringComparison.OrdinalIgnoreCase))
            .ToList();

        var page = found.Skip(Math.Max(0, body.Value.Offset ?? 0)).Take(Math.Max(0, body.Value.Limit ?? 25));
        return call.Answer(
            new TicketFieldsResponse(found.Count, [.. page.Select(entry => Response(entry.Field, entry.Number))]),
            ServiceCrmJson.Default.TicketFieldsResponse);
    }

    /// <summary>The values of a dropdown. The lookup's name is the field's.</summary>
    public async Task<Failure?> Lookup(Call call)
    {
        if (ServiceRights.MetadataRefusal(call.Caller) is { } notPermitted)
            return notPermitted;
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        if (catalog.FindAnyCase(call.Route("name")) is not { } field || !IsDropdown(field))
            return new Failure(ErrorCode.UnknownRecord, "Lookup does not exist in the system");
        return call.Answer(
            [.. field.Options.Select(option => new LookupValueResponse(option, option, null, null, null))],
            ServiceCrmJson.Default.IReadOnlyListLookupValueResponse);
    }

    private static bool IsDropdown(FieldDefinition field) =>
        field.Type is FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect;

    private static TicketFieldResponse Response(FieldDefinition field, int number)
    {
        var isStandard = TicketFields.IsStandard(field.SchemaName);
        return new TicketFieldResponse
        {
            Id = number,
            DisplayName = field.DisplayName,
            SchemaName = field.SchemaName,
            DataType = DataType(field.Type),
            RenderType = RenderType(field.Type),
            DefaultValue = field.DefaultValue,
            Sequence = number,
            RelatedLookupId = IsDropdown(field) ? number : null,
            ShowInQuickSearch = field.IsSearchable,
            CreatedBy = isStandard ? "seeddata" : "account",
            CreatedOn = isStandard ? SeededOn : Time(field.CreatedOn),
            ModifiedOn = isStandard && field.ModifiedOn == default ? SeededOn : Time(field.ModifiedOn),
            LockAfterCreate = field.LockAfterCreate,
            Description = $"{field.DisplayName} of the ticket",
            FieldType = isStandard ? "standard" : "custom",
            ValidationProperties = new TicketFieldValidation
            {
                IsMandatory = field.IsMandatory,
                MaxLength = FieldRules.LengthLimit(field),
            },
            UseInSla = field.SchemaName == TicketFieldNames.Priority,
        };
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
