using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Portals.Hosted;
using Leadline.Portals.Hosted.Pages;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Customers;

/// <summary>
/// The form of a new ticket: title and description, type and priority where the account has them, and what else it
/// insists on and a customer can know.
/// </summary>
internal static class CustomerTicketForm
{
    private const string PortalChannel = "Portal";

    private static readonly FieldType[] Fillable =
    [
        FieldType.Text,
        FieldType.TextArea,
        FieldType.Number,
        FieldType.Decimal,
        FieldType.Boolean,
        FieldType.Date,
        FieldType.Email,
        FieldType.Phone, FieldType.Url, FieldType.Dropdown, FieldType.SearchableDropdown, FieldType.MultiSelect,
    ];

    /// <summary>
    /// Whether every field that the account insists on can be filled in by a customer, or is known without asking.
    /// </summary>
    public static bool IsPossible(FieldCatalog catalog) =>
        Demanded(catalog).All(field => Fillable.Contains(field.Type));

    /// <summary>What was typed, as fields of the ticket, and what is wrong with it by field.</summary>
    public static (IReadOnlyList<LeadProperty> Fields, Dictionary<string, string> Errors) Read(
        PageRequest at, Account account, FieldCatalog catalog)
    {
        var context = new FieldContext(account.CountryCode, CheckOptions: true);
        var (fields, errors) = (new List<LeadProperty>(), new Dictionary<string, string>());
        foreach (var field in Asked(catalog))
        {
            var text = CustomerInput.Text(at, field.SchemaName);
            if (text.Length == 0)
            {
                if (IsRequired(field))
                    errors[field.SchemaName] = "Please fill this in.";
                continue;
            }

            if ((CustomerInput.TextError(text, Longest(field)) ?? WrongKind(field, text, context)) is { } error)
                errors[field.SchemaName] = error;
            else
                fields.Add(new LeadProperty { Attribute = field.SchemaName, Value = text });
        }

        if (KnowsPortal(catalog))
            fields.Add(new LeadProperty { Attribute = TicketFieldNames.Channel, Value = PortalChannel });
        return (fields, errors);
    }

    /// <summary>What the form asks for, in its order.</summary>
    public static IEnumerable<FieldDefinition> Asked(FieldCatalog catalog) => catalog.Fields
        .Where(field => field.SchemaName is TicketFieldNames.Title or TicketFieldNames.Description)
        .Concat(catalog.Fields.Where(field =>
            field.SchemaName is TicketFieldNames.Type or TicketFieldNames.Priority && field.Options.Count > 0))
        .Concat(Demanded(catalog).Where(field => Fillable.Contains(field.Type)));

    /// <summary>What a ticket cannot do without and nothing says yet.</summary>
    private static IEnumerable<FieldDefinition> Demanded(FieldCatalog catalog) =>
        catalog.Mandatory.Where(field =>
            !HasDefault(field)
            && field.SchemaName
                is not (
                    TicketFieldNames.Title
                    or TicketFieldNames.Description
                    or TicketFieldNames.Type
                    or TicketFieldNames.Priority)
            && !(field.SchemaName == TicketFieldNames.Channel && KnowsPortal(catalog)));

    // An account may have taken the value out of its dropdown.
    private static bool KnowsPortal(FieldCatalog catalog) =>
        catalog.Find(TicketFieldNames.Channel)?.Options.Contains(PortalChannel) == true;

    private static bool HasDefault(FieldDefinition field) => field.DefaultValue is { Length: > 0 };

    private static bool IsRequired(FieldDefinition field) =>
        (field.IsMandatory && !HasDefault(field))
        || field.SchemaName is TicketFieldNames.Title or TicketFieldNames.Description;

    private static int Longest(FieldDefinition field) =>
        Math.Min(FieldRules.LengthLimit(field), CustomerInput.LongestText);

    public static string LabelOf(FieldDefinition field) => field.SchemaName switch
    {
        TicketFieldNames.Title => "What is it about?",
        TicketFieldNames.Description => "What can we do for you?",
        _ => field.DisplayName,
    };

    public static string InputOf(FieldDefinition field) => field.Type switch
    {
        FieldType.TextArea => PortalInput.LongType,
        FieldType.Boolean => PortalInput.ChoiceType,
        FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect when field.Options.Count > 0
            => PortalInput.ChoiceType,
        FieldType.Date => "date",
        FieldType.Email => "email",
        FieldType.Phone => "tel",
        FieldType.Url => "url",
        _ => "text",
    };

    public static IReadOnlyList<string> OptionsOf(FieldDefinition field) =>
        field.Type == FieldType.Boolean ? ["Yes", "No"] : field.Options;

    public static string? HintOf(FieldDefinition field) =>
        field.SchemaName == TicketFieldNames.Description ? CustomerInput.TextHint : null;

    /// <summary>Whether its input may not be left empty.</summary>
    public static bool HasValue(FieldDefinition field) => IsRequired(field) || HasDefault(field);

    private static string? WrongKind(FieldDefinition field, string text, FieldContext context) =>
        FieldRules.Coerce(field, text, context).Failure is null
            ? null
            : field.Type switch
            {
                FieldType.Number => "Please write a whole number.",
                FieldType.Decimal => "Please write a number.",
                FieldType.Date => "Please write a date as in 2026-11-30.",
                FieldType.Email => "Please write an e-mail address.",
                FieldType.Phone => "Please write a phone number.",
                FieldType.Boolean or FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect =>
                    "Please choose from the list.",
                _ => "This cannot be taken.",
            };
}
