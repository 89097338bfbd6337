using System.Collections.Frozen;
using Leadline.Fields;
using Leadline.Leads;

namespace Leadline.Portals.Hosted;

/// <summary>
/// What a lead may change of itself: what the portal says, where it is there and is not the address that it signs in
/// by.
/// </summary>
internal sealed class ProfileFields(FieldOperations fields)
{
    // Standard fields in which a company keeps what it makes of a lead, and the address by which the lead is known.
    private static readonly FrozenSet<string> CompanysOwn = new[]
    {
        LeadFieldNames.EmailAddress, LeadFieldNames.OwnerId, LeadFieldNames.Source, "ServiceOwner", "ProspectStage",
        "Score", "Revenue", "Notes", "RelatedCompanyId", "IsPrimaryContact", "CurrentOptInStatus", "OptInDate",
        "OptInDetails",
        "Origin", "SourceCampaign", "SourceMedium", "SourceContent", "SourceReferrer", "SourceReferrerURL",
        "SourceIPAddress", "ConversionReferrerURL", "Web_Referrer", "Web_RefKeyword", "Latitude", "Longitude",
    }.ToFrozenSet();

    /// <summary>Whether a portal may let leads change the field of themselves.</summary>
    public static bool MayOffer(FieldDefinition field) =>
        !field.IsReadOnly && field.Type is not (FieldType.User or FieldType.AutoId or FieldType.FieldSet)
        && !CompanysOwn.Contains(field.SchemaName);

    public async Task<IReadOnlyList<FieldDefinition>> Get(Portal portal)
    {
        var catalog = (await fields.Get(portal.AccountId)).Lead;
        return
        [
            .. portal.Settings.ProfileFields.Select(catalog.FindAnyCase).OfType<FieldDefinition>()
                .Where(MayOffer),
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
