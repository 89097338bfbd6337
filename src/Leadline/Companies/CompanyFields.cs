using System.Runtime.CompilerServices;
using Leadline.Fields;

namespace Leadline.Companies;

/// <summary>The schema names that rules of companies speak of (core §12).</summary>
internal static class CompanyFieldNames
{
    public const string Id = "CompanyId";
    public const string Number = "CompanyAutoId";
    public const string Name = "CompanyName";
    public const string OwnerId = "OwnerId";
    public const string CreatedOn = "CreatedOn";
    public const string ModifiedOn = "ModifiedOn";
    public const string LastActivityOn = "LastActivityOn";
    public const string Stage = "Stage";

    /// <summary>The field of leads that names their company.</summary>
    public const string OfLead = "RelatedCompanyId";

    /// <summary>The values that no two companies share; the name is compared among those of one type.</summary>
    public static readonly IReadOnlyList<string> Identifying = [Name, "CompanyNumber", "CompanyIdentifier"];
}

/// <summary>The fields of an account's companies: the standard ones, and its own.</summary>
internal static class CompanyFields
{
    /// <summary>Owner of the fields that an account made.</summary>
    public const string Owner = "company";

    /// <summary>The account's own fields (core §12).</summary>
    public static readonly FieldNaming Naming = FieldNaming.Numbered("Custom_", 200);

    private static readonly ConditionalWeakTable<AccountFields, FieldCatalog> Catalogs = [];

    private static readonly FieldDefinition[] Standard =
    [
        Managed(CompanyFieldNames.Id, "Company Id"),
        Managed(CompanyFieldNames.Number, "Company Number", FieldType.AutoId),
        Field(CompanyFieldNames.Name, "Company Name") with { IsMandatory = true },
        Field("CompanyNumber", "Number"),
        Field("CompanyIdentifier", "Identifier"),
        Field("AlternateName", "Alternate Name"),
        Field(CompanyFieldNames.Stage, "Stage", FieldType.Dropdown) with
        {
            Options = ["Prospect", "Opportunity", "Customer"], DefaultValue = "Prospect",
        },
        Field(CompanyFieldNames.OwnerId, "Owner", FieldType.User),
        Managed("OwnerName", "Owner Name"),
        Managed("OwnerEmail", "Owner Email"),
        Field("Phone", "Phone"),
        Field("EmailAddress", "Email", FieldType.Email),
        Field("Website", "Website", FieldType.Url),
        Field("Industry", "Industry", FieldType.Dropdown) with
        {
            Options =
            [
                "Agriculture", "Automotive", "Banking", "Construction", "Consulting", "Education", "Energy",
                "Entertainment", "Finance", "Government", "Healthcare", "Hospitality", "Insurance", "Manufacturing",
                "Media", "Other", "Real Estate", "Retail", "Technology", "Telecommunications", "Transportation",
                "Travel",
            ],
        },
        Field("AnnualRevenue", "Annual Revenue", FieldType.Decimal),
        Field("Currency", "Currency"),
        Field("Employees", "Employees", FieldType.Number),
        Field("Address1", "Address 1"),
        Field("Address2", "Address 2"),
        Field("City", "City"),
        Field("State", "State"),
        Field("Country", "Country"),
        Field("ZipCode", "Zip Code"),
        Field("TimeZone", "Time Zone"),
        Field("Language", "Language"),
        Field("Description", "Description", FieldType.TextArea),
        Field("Notes", "Notes", FieldType.TextArea),
        Field("Source", "Source"),
        Field("Origin", "Origin"),
        Field("Entity", "Entity"),
        Field("FacebookUrl", "Facebook Url", FieldType.Url),
        Field("LinkedInUrl", "LinkedIn Url", FieldType.Url),
        Field("TwitterUrl", "Twitter Url", FieldType.Url),
        Field("DoNotCall", "Do Not Call", FieldType.Boolean) with { DefaultValue = "0" },
        Field("DoNotEmail", "Do Not Email", FieldType.Boolean) with { DefaultValue = "0" },
        Managed("CreatedBy", "Created By", FieldType.User),
        Managed("CreatedByName", "Created By Name"),
        Managed("CreatedByEmail", "Created By Email"),
        Managed(CompanyFieldNames.CreatedOn, "Created On", FieldType.DateTime),
        Managed("ModifiedBy", "Modified By", FieldType.User),
        Managed("ModifiedByName", "Modified By Name"),
        Managed("ModifiedByEmail", "Modified By Email"),
        Managed(CompanyFieldNames.ModifiedOn, "Modified On", FieldType.DateTime),
        Managed(CompanyFieldNames.LastActivityOn, "Last Activity On", FieldType.DateTime),
    ];

    public static FieldCatalog CatalogIn(AccountFields fields) =>
        Catalogs.GetValue(fields, static fields => fields.Catalog(Owner).Over(Standard));

    private static FieldDefinition Managed(string schemaName, string displayName, FieldType type = FieldType.Text) =>
        Field(schemaName, displayName, type) with { IsReadOnly = true };

    private static FieldDefinition Field(string schemaName, string displayName, FieldType type = FieldType.Text) =>
        new()
        {
            Id = StandardLeadFields.IdOf($"company/{schemaName}"),
            SchemaName = schemaName,
            DisplayName = displayName,
            Type = type,
        };
}
