using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Fields;
using Leadline.Protocol.LeadSquared;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class FieldMetadataTests
{
    [Fact]
    public void A_field_prints_every_key_in_the_documented_order()
    {
        var phone = new FieldDefinition
        {
            Id = new Guid("573473a6-797d-11e4-b2b6-22000a940c0c"),
            SchemaName = "Phone",
            DisplayName = "Phone Number",
            Type = FieldType.Phone,
            MaxLength = 10,
            MinLength = 10,
            Unique = Uniqueness.Enforced,
            IsSearchable = true,
            LockAfterCreate = true,
            CreatedOn = DateTimeOffset.FromUnixTimeMilliseconds(1417453996000),
            ModifiedOn = DateTimeOffset.FromUnixTimeMilliseconds(1457006650000),
            Hints = new Dictionary<string, string> { ["Description"] = "Phone Number", ["ModifiedByName"] = "Asha Rao" },
        };

        Assert.Equal(
            """
            {"Entity":"1","SchemaName":"Phone","DisplayName":"Phone Number","DataType":"Phone","IsMandatory":false,
            "MaxLength":"10","EntityAttributeId":"573473a6-797d-11e4-b2b6-22000a940c0c","Name":"Phone",
            "Description":"Phone Number","EntityAttributeType":1,"RenderType":6,"RenderTypeTextValue":"Phone",
            "IsVisible":true,"IsSearchable":true,"ShowInMailMerge":true,"RangeMin":"10","AllowMultiple":true,
            "ShowInImport":true,"ShowInQuickAdd":true,"ShowInQuickSearch":true,"Txt_Row":0,"Txt_Col":0,
            "OwnerID":"00000000-0000-0000-0000-000000000001","CreatedBy":"00000000-0000-0000-0000-000000000001",
            "CreatedOn":"/Date(1417453996000+0000)/","ModifiedBy":"00000000-0000-0000-0000-000000000001",
            "ModifiedOn":"/Date(1457006650000+0000)/","OwnerIdName":"System","CreatedByName":"System",
            "ModifiedByName":"Asha Rao","IsLeadIdentifier":true,"LockAfterCreate":1,"UseInLeadClone":false,"IsSortable":true}
            """.ReplaceLineEndings(""),
            Print(phone, withOptions: true).ReplaceLineEndings("").Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_stand_between_IsMandatory_and_MaxLength_unless_excluded()
    {
        var stage = StandardLeadFields.All.Single(field => field.SchemaName == "ProspectStage") with { Options = ["A", "B"] };

        Assert.Contains(
            "\"DataType\":\"Select\",\"IsMandatory\":false,\"Options\":[{\"Value\":\"A\"},{\"Value\":\"B\"}],\"MaxLength\":\"200\",",
            Print(stage, withOptions: true),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Options", Print(stage, withOptions: false), StringComparison.Ordinal);
        Assert.Contains("\"DefaultValue\":\"Prospect\"", Print(stage, withOptions: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(FieldType.Text), "Text", "Textbox")]
    [InlineData(nameof(FieldType.TextArea), "Text", "TextArea")]
    [InlineData(nameof(FieldType.Number), "Number", "Textbox")]
    [InlineData(nameof(FieldType.Decimal), "Number", "Textbox")]
    [InlineData(nameof(FieldType.AutoId), "Number", "Textbox")]
    [InlineData(nameof(FieldType.Boolean), "Boolean", "CheckBox")]
    [InlineData(nameof(FieldType.Date), "Date", "Date")]
    [InlineData(nameof(FieldType.DateTime), "Date", "DateTime")]
    [InlineData(nameof(FieldType.Time), "Time", "Time")]
    [InlineData(nameof(FieldType.Phone), "Phone", "Phone")]
    [InlineData(nameof(FieldType.Email), "Email", "Email")]
    [InlineData(nameof(FieldType.Url), "Website", "URL")]
    [InlineData(nameof(FieldType.Dropdown), "Select", "Dropdown")]
    [InlineData(nameof(FieldType.SearchableDropdown), "Select", "SearchableDropdown")]
    [InlineData(nameof(FieldType.MultiSelect), "Select", "MultiSelect")]
    [InlineData(nameof(FieldType.User), "ActiveUsers", "ActiveUsers")]
    [InlineData(nameof(FieldType.File), "File", "File")]
    [InlineData(nameof(FieldType.FieldSet), "CustomObject", "CustomObject")]
    public void Every_type_has_its_names_on_the_wire(string type, string dataType, string renderType)
    {
        var field = new FieldDefinition { SchemaName = "mx_A", DisplayName = "A", Type = Enum.Parse<FieldType>(type) };

        var printed = JsonNode.Parse(Print(field, withOptions: true))!;

        Assert.Equal(dataType, (string?)printed["DataType"]);
        Assert.Equal(renderType, (string?)printed["RenderTypeTextValue"]);
        Assert.Equal(dataType == "Select", printed["Options"] is not null);
    }

    private static string Print(FieldDefinition field, bool withOptions) => JsonSerializer.Serialize(
        FieldMetadata.Response(field, withOptions), LeadSquaredJson.Default.LeadFieldMetadataResponse);
}
