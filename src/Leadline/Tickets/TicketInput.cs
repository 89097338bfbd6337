using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;

namespace Leadline.Tickets;

/// <summary>What a caller sent about a ticket, checked against the account's fields.</summary>
internal sealed record TicketInput
{
    /// <summary>Values by schema name; null clears.</summary>
    public required IReadOnlyDictionary<string, string?> Values { get; init; }

    /// <summary>What the fields say of the customer: its id, or what to find it by.</summary>
    public Guid? LeadId { get; init; }

    /// <summary>The customer's own fields, from <c>LeadDetail.*</c> entries.</summary>
    public IReadOnlyList<LeadProperty> Lead { get; init; } = [];

    /// <summary>Checks every field. One unknown field refuses the whole call, and all unknown ones are named.</summary>
    public static Result<TicketInput> Read(Account account, FieldCatalog catalog, IReadOnlyList<LeadProperty> fields)
    {
        var context = new FieldContext(account.CountryCode, CheckOptions: true);
        var values = new Dictionary<string, string?>();
        var lead = new List<LeadProperty>();
        var unknown = new List<string>();
        Guid? leadId = null;
        foreach (var property in fields)
        {
            switch (property.Attribute)
            {
                case null or "":
                    return new Failure(ErrorCode.MissingAttribute, "SchemaName is mandatory for every value.");
                case var name when Is(name, TicketFieldNames.RelatedCustomerId):
                    if (string.IsNullOrWhiteSpace(property.Value))
                        continue;
                    if (!Guid.TryParse(property.Value, out var customer))
                        return Failure.InvalidParameter("RelatedCustomerId");
                    leadId = customer;
                    continue;
                case var name when name.StartsWith(TicketFieldNames.LeadPrefix, StringComparison.OrdinalIgnoreCase):
                    if (!string.IsNullOrWhiteSpace(property.Value))
                        lead.Add(
                            new LeadProperty
                            {
                                Attribute = name[TicketFieldNames.LeadPrefix.Length..],
                                Value = property.Value,
                            });
                    continue;
                case var name when Is(name, TicketFieldNames.TicketKey):
                    continue;
            }

            if (catalog.FindAnyCase(property.Attribute) is not { } field)
            {
                unknown.Add(property.Attribute);
                continue;
            }

            var coerced = FieldRules.Coerce(field, property.Value, context);
            if (coerced.Failure is { } refusal)
                return refusal;
            values[field.SchemaName] = Canonical(field, coerced.Value);
        }

        return unknown.Count > 0
            ? new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {string.Join(",", unknown)}")
            {
                Field = string.Join(",", unknown),
            }
            : new TicketInput { Values = values, LeadId = leadId, Lead = lead };

        static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The values that a new ticket starts with: the fields' defaults under what was sent.</summary>
    /// <param name="catalog">The fields of tickets.</param>
    /// <param name="mayLack">Mandatory fields may be missing.</param>
    public Result<Dictionary<string, string>> ForNew(FieldCatalog catalog, bool mayLack)
    {
        var values = new Dictionary<string, string>(catalog.Defaults);
        foreach (var (name, value) in Values)
            if (value is not null)
                values[name] = value;
        return !mayLack && MissingIn(catalog, values) is { } missing ? missing : values;
    }

    /// <summary>The values of a ticket with what was sent laid over them.</summary>
    public Result<Dictionary<string, string>> Over(FieldCatalog catalog, IReadOnlyDictionary<string, string> before)
    {
        var values = new Dictionary<string, string>(before);
        foreach (var (name, value) in Values)
        {
            if (value == before.GetValueOrDefault(name))
                continue;
            if (catalog.Find(name)!.LockAfterCreate && before.ContainsKey(name))
                return new Failure(ErrorCode.InvalidInput, $"'{name}' cannot be changed after the ticket is created")
                {
                    Field = name,
                };
            if (value is null)
                values.Remove(name);
            else
                values[name] = value;
        }

        return MissingIn(catalog, values) is { } missing ? missing : values;
    }

    private static string? Canonical(FieldDefinition field, string? value) =>
        field.SchemaName == TicketFieldNames.Tags ? TagList.Join(TagList.Split(value)) : value;

    private static Failure? MissingIn(FieldCatalog catalog, Dictionary<string, string> values)
    {
        foreach (var field in catalog.Mandatory)
            if (!values.ContainsKey(field.SchemaName))
                return new Failure(ErrorCode.MissingAttribute, $"'{field.SchemaName}' is mandatory")
                {
                    Field = field.SchemaName,
                };
        return null;
    }
}
