using System.Text;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Platform.Json;
using Leadline.Protocol.LeadSquared;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class NewLeadFieldTests
{
    private static readonly CreateLeadFieldBody Documented = new()
    {
        DisplayName = "Text Field",
        DataType = "Text",
        IsMandatory = false,
        RenderTypeTextValue = "Textbox",
        ShowInImport = true,
        ShowInMailMerge = true,
        LockAfterCreate = 0,
        UseInLeadClone = false,
        MaxLength = "60",
    };

    [Fact]
    public void The_documented_example_makes_a_field()
    {
        var field = FieldMetadata.FromCreateLeadField(Documented).Value;

        Assert.Equal("mx_Text_Field", field.SchemaName);
        Assert.Equal("Text Field", field.DisplayName);
        Assert.Equal(FieldType.Text, field.Type);
        Assert.Equal(60, field.MaxLength);
        Assert.False(field.IsMandatory);
        Assert.False(field.LockAfterCreate);
        Assert.NotEqual(Guid.Empty, field.Id);
        Assert.Equal("false", field.Hints["UseInLeadClone"]);
    }

    [Theory]
    [InlineData("Text", "Textbox", nameof(FieldType.Text))]
    [InlineData("Text", "TextArea", nameof(FieldType.TextArea))]
    [InlineData("Number", "Textbox", nameof(FieldType.Decimal))]
    [InlineData("Email", "Email", nameof(FieldType.Email))]
    [InlineData("Phone", "Phone", nameof(FieldType.Phone))]
    [InlineData("Phone", "Textbox", nameof(FieldType.Phone))]
    [InlineData("Website", "URL", nameof(FieldType.Url))]
    [InlineData("Date", "Date", nameof(FieldType.Date))]
    [InlineData("Date", "DateTime", nameof(FieldType.DateTime))]
    [InlineData("Time", "Time", nameof(FieldType.Time))]
    [InlineData("Boolean", "RadioButton", nameof(FieldType.Boolean))]
    [InlineData("Boolean", "CheckBox", nameof(FieldType.Boolean))]
    [InlineData("Select", "Dropdown", nameof(FieldType.Dropdown))]
    [InlineData("Select", "DropdownWithOthers", nameof(FieldType.Dropdown))]
    [InlineData("Select", "SearchableDropdown", nameof(FieldType.SearchableDropdown))]
    public void Data_type_and_render_type_decide_the_type_and_print_again(string dataType, string renderType, string type)
    {
        var options = Options("""[{"Value":"A","Order":1}]""");
        var input = Documented with { DataType = dataType, RenderTypeTextValue = renderType, OptionsJson = options };

        var field = FieldMetadata.FromCreateLeadField(input).Value;

        Assert.Equal(type, field.Type.ToString());
        Assert.Equal((dataType, renderType), (RenderType.For(field).DataType, RenderType.For(field).Word));
        Assert.Equal(dataType == "Select" ? ["A"] : [], field.Options);
    }

    [Theory]
    [InlineData(null, "Text", "Textbox", ErrorCode.MissingAttribute, "You have not passed DisplayName.")]
    [InlineData("A", null, "Textbox", ErrorCode.MissingAttribute, "You have not passed DataType.")]
    [InlineData("A", "Text", null, ErrorCode.MissingAttribute, "You have not passed RenderTypeTextValue.")]
    [InlineData("A", "text", "Textbox", ErrorCode.InvalidDataType, "DataType is not valid.")]
    [InlineData("A", "Text", "textbox", ErrorCode.InvalidInput, "RenderTypeTextValue is not valid for the DataType passed.")]
    [InlineData("A", "Date", "Textbox", ErrorCode.InvalidInput, "RenderTypeTextValue is not valid for the DataType passed.")]
    [InlineData("A", "CustomObject", "Textbox", ErrorCode.InvalidInput, "RenderTypeTextValue is not valid for the DataType passed.")]
    [InlineData("हिन्दी", "Text", "Textbox", ErrorCode.InvalidInput, "Only alphanumeric characters, space, underscore is allowed")]
    [InlineData("a'); drop table", "Text", "Textbox", ErrorCode.InvalidInput, "Only alphanumeric characters, space, underscore is allowed")]
    public void What_cannot_be_a_field_is_refused(string? name, string? dataType, string? renderType, object code, string message)
    {
        var input = Documented with { DisplayName = name, DataType = dataType, RenderTypeTextValue = renderType };

        Assert.Equal(new Failure((ErrorCode)code, message), FieldMetadata.FromCreateLeadField(input).Failure);
    }

    [Theory]
    [InlineData("mx_Own_Name", "mx_Own_Name")]
    [InlineData("Own Name", "mx_Own_Name")]
    [InlineData("  ", "mx_Text_Field")]
    public void A_schema_name_may_be_passed(string passed, string expected) =>
        Assert.Equal(expected, FieldMetadata.FromCreateLeadField(Documented with { SchemaName = passed }).Value.SchemaName);

    [Theory]
    [InlineData("60", 60)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Maximum_length_is_optional(string? passed, int? expected) =>
        Assert.Equal(expected, FieldMetadata.FromCreateLeadField(Documented with { MaxLength = passed }).Value.MaxLength);

    [Fact]
    public void Numbers_and_texts_that_cannot_be_read_are_named()
    {
        Assert.Equal("MaxLength is not valid.", Message(Documented with { MaxLength = "many" }));
        Assert.Equal("MaxLength is not valid.", Message(Documented with { MaxLength = "-1" }));
        Assert.Equal("Range_Min is not valid.", Message(Documented with { Range_Min = "x" }));
        Assert.Equal("Description is not valid.", Message(Documented with { Description = "a\0" }));
        Assert.Equal("DisplayName is not valid.", Message(Documented with { SchemaName = "mx_A", DisplayName = "a\uD800" }));
    }

    [Fact]
    public void A_phone_field_keeps_its_fewest_digits()
    {
        var input = Documented with { DataType = "Phone", RenderTypeTextValue = "Phone", Range_Min = "10", MaxLength = null };

        Assert.Equal(10, FieldMetadata.FromCreateLeadField(input).Value.MinLength);
    }

    [Theory]
    [InlineData("""[{"Value":"A","Order":1},{"Value":"B","Order":2}]""", "A,B")]
    [InlineData("""[{"Value":"B","Order":"2"},{"Value":"A","Order":"1"}]""", "A,B")]
    [InlineData("""[{"value":"A_1 x","order":1}]""", "A_1 x")]
    [InlineData("""[{"Value":"हिन्दी","Order":1}]""", "हिन्दी")]
    public void Options_are_read_in_their_order(string json, string expected) =>
        Assert.Equal(expected.Split(','), FieldOptions.Read(Options(json)).Value.Values);

    [Fact]
    public void The_option_marked_so_is_the_default()
    {
        var options = Options("""[{"IsDefault":false,"Value":"A","Order":1},{"IsDefault":true,"Value":"B","Order":2}]""");
        var input = Documented with { DataType = "Select", RenderTypeTextValue = "Dropdown", OptionsJson = options };

        Assert.Equal("B", FieldMetadata.FromCreateLeadField(input).Value.DefaultValue);
    }

    [Theory]
    [InlineData("\"\"", ErrorCode.MissingAttribute, "You have not passed any option value.")]
    [InlineData("[]", ErrorCode.MissingAttribute, "You have not passed any option value.")]
    [InlineData("null", ErrorCode.MissingAttribute, "You have not passed any option value.")]
    [InlineData("""[{"Order":1}]""", ErrorCode.MissingAttribute, "You have not passed any option value.")]
    [InlineData("""[{"Value":"A"},{"Value":"B"}]""", ErrorCode.MissingAttribute, "You have skipped number in Order: 1,2.")]
    [InlineData("""[{"Value":"A","Order":1},{"Value":"B","Order":3}]""", ErrorCode.MissingAttribute, "You have skipped number in Order: 2.")]
    [InlineData("""[{"Value":"A","Order":0}]""", ErrorCode.MissingAttribute, "You have skipped number in Order: 1.")]
    [InlineData("""[{"Value":"A/B","Order":1}]""", ErrorCode.InvalidInput, "Only alphanumeric characters, space, underscore is allowed")]
    [InlineData("""[{"Value":"A (B)","Order":1}]""", ErrorCode.InvalidInput, "Only alphanumeric characters, space, underscore is allowed")]
    [InlineData("""[{"Value":"A","Order":1},{"Value":"A","Order":2}]""", ErrorCode.InvalidInput, "An option value can not be passed twice.")]
    public void Options_that_cannot_be_are_refused(string json, object code, string message)
    {
        var input = Documented with { DataType = "Select", RenderTypeTextValue = "Dropdown", OptionsJson = Options(json) };

        Assert.Equal(new Failure((ErrorCode)code, message), FieldMetadata.FromCreateLeadField(input).Failure);
    }

    private static string? Message(CreateLeadFieldBody input) => FieldMetadata.FromCreateLeadField(input).Failure?.Message;

    private static List<FieldOption>? Options(string json) =>
        WireJson.Read<CreateLeadFieldBody>(Encoding.UTF8.GetBytes($$"""{"OptionsJson":{{json}}}""")).Value!.OptionsJson;
}
