using System.Globalization;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Fields;

/// <summary>
/// A lead field as LeadsMetaData.Get prints it (core §2.1): every key in its order, null members left out.
/// </summary>
internal static partial class FieldMetadata
{
    private const string SystemName = "System";
    private static readonly Guid SystemId = new("00000000-0000-0000-0000-000000000001");

    public static LeadFieldMetadataResponse Response(FieldDefinition field, bool withOptions)
    {
        var render = RenderType.For(field);
        var isIdentifier = field.Unique != Uniqueness.None;
        return new LeadFieldMetadataResponse
        {
            SchemaName = field.SchemaName,
            DisplayName = field.DisplayName,
            DataType = render.DataType,
            IsMandatory = field.IsMandatory,
            Options =
                render.IsSelect && withOptions
                    ? [.. field.Options.Select(option => new LeadFieldOption(option))]
                    : null,
            MaxLength = FieldRules.LengthLimit(field).ToString(CultureInfo.InvariantCulture),
            EntityAttributeId = field.Id,
            Name = field.SchemaName,
            Description = field.Hints.GetValueOrDefault("Description"),
            EntityAttributeType = field.IsCustom ? 2 : 1,
            RenderType = render.Number,
            RenderTypeTextValue = render.Word,
            IsVisible = Hint(field, "IsVisible", true),
            IsSearchable = field.IsSearchable,
            ShowInMailMerge = Hint(field, "ShowInMailMerge", true),
            DefaultValue = field.DefaultValue,
            RangeMin = field.MinLength?.ToString(CultureInfo.InvariantCulture),
            ShowInImport = Hint(field, "ShowInImport", !field.IsReadOnly),
            ShowInQuickAdd = Hint(field, "ShowInQuickAdd", field.IsMandatory || field.IsSearchable),
            ShowInQuickSearch = field.IsSearchable,
            OwnerID = SystemId,
            CreatedBy = field.Hints.GetValueOrDefault("CreatedBy", SystemId.ToString()),
            CreatedOn = Date(field.CreatedOn),
            ModifiedBy = field.Hints.GetValueOrDefault("ModifiedBy", SystemId.ToString()),
            ModifiedOn = Date(field.ModifiedOn),
            OwnerIdName = SystemName,
            CreatedByName = field.Hints.GetValueOrDefault("CreatedByName", SystemName),
            ModifiedByName = field.Hints.GetValueOrDefault("ModifiedByName", SystemName),
            IsLeadIdentifier = isIdentifier,
            LockAfterCreate = field.LockAfterCreate ? 1 : 0,
            UseInLeadClone = Hint(field, "UseInLeadClone", !isIdentifier && !field.IsReadOnly),
            IsSortable = field.Type != FieldType.FieldSet,
        };
    }

    /// <summary>The date form of Microsoft's first JSON serializers: milliseconds since 1970 in UTC.</summary>
    private static string Date(DateTimeOffset moment) =>
        string.Create(CultureInfo.InvariantCulture, $"/Date({moment.ToUnixTimeMilliseconds()}+0000)/");

    private static bool Hint(FieldDefinition field, string name, bool otherwise) =>
        field.Hints.TryGetValue(name, out var hint) ? hint is "1" or "true" : otherwise;
}
