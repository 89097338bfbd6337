using Leadline.Fields;
using Leadline.Leads;

namespace Leadline.Portals.Hosted;

/// <summary>
/// What a lead may change of itself: what the portal says, where it is there and is not the address that it signs in
/// by.
/// </summary>
internal sealed class ProfileFields(FieldOperations fields)
{
    public async Task<IReadOnlyList<FieldDefinition>> Get(Portal portal)
    {
        var catalog = (await fields.Get(portal.AccountId)).Lead;
        return
        [
            .. portal.Settings.ProfileFields.Select(catalog.FindAnyCase).OfType<FieldDefinition>()
                .Where(field => !field.IsReadOnly && field.SchemaName != LeadFieldNames.EmailAddress),
        ];
    }

    /// <summary>What a field is for, to browsers.</summary>
    public static string? Purpose(string schemaName) => schemaName switch
    {
        LeadFieldNames.FirstName => "given-name",
        LeadFieldNames.LastName => "family-name",
        LeadFieldNames.Phone or LeadFieldNames.Mobile => "tel",
        "Company" => "organization",
        "mx_Street1" => "address-line1",
        "mx_City" => "address-level2",
        "mx_Zip" => "postal-code",
        "mx_Country" => "country-name",
        _ => null,
    };
}
