using System.Text;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform;

namespace Leadline.Opportunities;

/// <summary>Schema names that opportunity rules speak of (extended §2).</summary>
internal static class OpportunityFieldNames
{
    public const string Name = "mx_Custom_1";
    public const string Stage = "mx_Custom_2";

    /// <summary>
    /// Why the status or the stage changed. Where it is mandatory, it must come with every such change.
    /// </summary>
    public const string Comment = "mx_Custom_19";
}

/// <summary>
/// What the opportunities of one type may hold, and which of their fields make two of them duplicates.
/// </summary>
internal sealed record OpportunityDefinition(int EventCode, FieldCatalog Fields, FieldDefinition Status)
{
    /// <summary>The definition of a type's code; null when it is no opportunity type.</summary>
    public static OpportunityDefinition? For(AccountFields fields, int? eventCode) =>
        eventCode is { } code && fields.OfOpportunity(code).Find(ActivityFieldNames.Status) is { } status
            ? new OpportunityDefinition(code, fields.OfActivity(code), status)
            : null;

    /// <summary>The comment's field where a change of status or stage needs one.</summary>
    public FieldDefinition? RequiredComment =>
        Fields.Find(OpportunityFieldNames.Comment) is { IsMandatory: true } comment ? comment : null;

    /// <summary>
    /// The field that holds the opportunity's number, by which it is known too; null where the type has none.
    /// </summary>
    public FieldDefinition? AutoId => Fields.Fields.FirstOrDefault(own => own.Type == FieldType.AutoId);

    /// <summary>
    /// The fields that, all alike, make two opportunities of a lead duplicates; empty where the type has no such rule.
    /// </summary>
    public IEnumerable<FieldDefinition> DuplicateRule =>
        Status.Unique == Uniqueness.None ? Fields.Identifying : Fields.Identifying.Append(Status);

    /// <summary>
    /// What duplicates of one lead share; null without a rule, and where a field of the rule is blank.
    /// </summary>
    public Guid? KeyOf(Account account, Activity opportunity)
    {
        StringBuilder? key = null;
        foreach (var field in DuplicateRule)
        {
            var value = ReferenceEquals(field, Status) ? opportunity.Status : opportunity.Value(field.SchemaName);
            if (string.IsNullOrEmpty(value))
                return null;
            key ??= new StringBuilder("opportunity/").Append(EventCode);
            key.Append('\u001e')
                .Append(field.SchemaName)
                .Append('\u001f')
                .Append(ValueKey.From(field.Type, value, account.CountryCode));
        }

        return key is null ? null : Ids.Named(key.ToString());
    }
}
