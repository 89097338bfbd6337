using Leadline.Platform;

namespace Leadline.Fields;

/// <summary>
/// LeadSquared's standard lead fields under their schema names (core §2.20). Every account starts with them, and shares
/// their ids, which follow from the names.
/// </summary>
internal static partial class StandardLeadFields
{
    private static readonly DateTimeOffset Since = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In the order in which metadata and whole leads print them.</summary>
    public static IReadOnlyList<FieldDefinition> All { get; } =
    [.. Person(), .. Progress(), .. Origins(), .. Tracking(), .. Address()];

    /// <summary>The id that a standard field has in every account.</summary>
    public static Guid IdOf(string schemaName) => Ids.Named($"leadline:lead-field:{schemaName}");

    private static FieldDefinition[] Person() =>
    [
        ServerManaged("ProspectID", "Lead Id", length: 36),
        ServerManaged("ProspectAutoId", "Lead Number", FieldType.AutoId),
        Field("FirstName", "First Name") with { IsSearchable = true },
        Field("LastName", "Last Name") with { IsSearchable = true },
        Field("EmailAddress", "Email", FieldType.Email) with { IsSearchable = true, Unique = Uniqueness.Enforced },
        Field("Phone", "Phone Number", FieldType.Phone) with { IsSearchable = true, Unique = Uniqueness.Enforced },
        Field("Mobile", "Mobile Number", FieldType.Phone) with { IsSearchable = true },
        Field("Company", "Company") with { IsSearchable = true },
        Field("Website", "Website", FieldType.Url),
        Field("JobTitle", "Job Title"),
        Field("TimeZone", "Time Zone", length: 100),
        Field("PhotoUrl", "Photo Url", FieldType.Url),
        Field("TwitterId", "Twitter Id"),
        Field("LinkedInId", "LinkedIn Id"),
        Field("SkypeId", "Skype Name"),
        Field("GTalkId", "GTalk Id"),
        Field("Notes", "Notes", FieldType.TextArea),
        Switch("DoNotEmail", "Do Not Email"),
        Switch("DoNotCall", "Do Not Call"),
        Switch("DoNotSMS", "Do Not SMS"),
        Switch("DoNotTrack", "Do Not Track"),
        Field("MailingPreferences", "Mailing Preferences", FieldType.TextArea, length: 1000),
        Field("CurrentOptInStatus", "Opt In Status", length: 50),
        Field("OptInDate", "Opt In Date", FieldType.DateTime),
        Field("OptInDetails", "Opt In Details", FieldType.TextArea),
        ServerManaged("LastOptInEmailSentDate", "Last Opt In Email Sent Date", FieldType.DateTime),
        Field("RelatedCompanyId", "Account", length: 36),
        Switch("IsPrimaryContact", "Is Primary Contact"),
    ];

    private static FieldDefinition[] Progress() =>
    [
        Choice("ProspectStage", "Lead Stage", "Prospect", "Opportunity", "Customer", "Disqualified", "Invalid") with
        {
            DefaultValue = "Prospect",
        },
        Field("Score", "Lead Score", FieldType.Number) with { DefaultValue = "0" },
        ServerManaged("EngagementScore", "Engagement Score", FieldType.Number) with { DefaultValue = "0" },
        ServerManaged("QualityScore01", "Lead Quality", FieldType.Decimal),
        Field("Revenue", "Order Value", FieldType.Decimal),
        Field("OwnerId", "Owner", FieldType.User),
        ServerManaged("OwnerIdName", "Owner Name"),
        ServerManaged("OwnerIdEmailAddress", "Owner Email", FieldType.Email),
        Field("ServiceOwner", "Service Owner", FieldType.User),
        ServerManaged("LeadAge", "Lead Age", FieldType.Number),
        ServerManaged("LeadConversionDate", "Lead Conversion Date", FieldType.DateTime),
        ServerManaged("CreatedBy", "Created By", FieldType.User),
        ServerManaged("CreatedOn", "Created On", FieldType.DateTime),
        ServerManaged("ModifiedBy", "Modified By", FieldType.User),
        ServerManaged("ModifiedOn", "Modified On", FieldType.DateTime),
        ServerManaged("LeadLastModifiedOn", "Lead Last Modified On", FieldType.DateTime),
    ];

    private static FieldDefinition Field(
        string schemaName,
        string displayName,
        FieldType type = FieldType.Text,
        int? length = null) =>
        new()
        {
            Id = IdOf(schemaName),
            SchemaName = schemaName,
            DisplayName = displayName,
            Type = type,
            MaxLength = length,
            CreatedOn = Since,
            ModifiedOn = Since,
        };

    /// <summary>A field that the server computes or sets: writes to it are ignored.</summary>
    private static FieldDefinition ServerManaged(
        string schemaName, string displayName, FieldType type = FieldType.Text, int? length = null) =>
        Field(schemaName, displayName, type, length) with { IsReadOnly = true };

    private static FieldDefinition Switch(string schemaName, string displayName) =>
        Field(schemaName, displayName, FieldType.Boolean) with { DefaultValue = "0" };

    private static FieldDefinition Choice(string schemaName, string displayName, params string[] options) =>
        Field(schemaName, displayName, FieldType.Dropdown) with { Options = options };
}
