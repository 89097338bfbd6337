using Leadline.Fields;
using Leadline.Platform.Errors;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class FieldSetsTests
{
    private static readonly FieldContext Context = new("91", CheckOptions: true);

    private static readonly FieldDefinition Kyc = new()
    {
        SchemaName = "mx_KYC",
        DisplayName = "KYC",
        Type = FieldType.FieldSet,
        Parts =
        [
            Part("Status", FieldType.Dropdown) with { Options = ["Pending", "Approved"] },
            Part("mx_CustomObject_1", FieldType.File),
            Part("mx_CustomObject_2", FieldType.Number),
            Part("mx_CustomObject_3", FieldType.Text) with { IsReadOnly = true },
        ],
    };

    [Fact]
    public void Parts_are_stored_as_one_object_in_the_order_of_the_definition() =>
        Assert.Equal(
            """{"Status":"Pending","mx_CustomObject_1":"XYZ12345.png","mx_CustomObject_2":"864563"}""",
            Merge(null, ("mx_CustomObject_2", " 864563"), ("mx_CustomObject_1", "XYZ12345.png"), ("Status", "Pending")).Value);

    [Fact]
    public void Only_the_passed_parts_change()
    {
        const string stored = """{"Status":"Pending","mx_CustomObject_1":"a.png","mx_Gone":"kept"}""";

        Assert.Equal(
            """{"Status":"Approved","mx_CustomObject_1":"a.png","mx_Gone":"kept"}""",
            Merge(stored, ("status", "Approved")).Value);
        Assert.Equal("""{"Status":"Pending","mx_Gone":"kept"}""", Merge(stored, ("mx_CustomObject_1", "")).Value);
        Assert.Equal(stored, Merge(stored, ("mx_CustomObject_3", "ignored")).Value);
    }

    [Fact]
    public void A_set_without_any_value_is_empty()
    {
        Assert.Equal(default, Merge("""{"Status":"Pending"}""", ("Status", null)));
        Assert.Equal(default, Merge(null));
    }

    [Fact]
    public void Text_is_not_escaped_more_than_json_asks_for()
    {
        const string json = """{"mx_CustomObject_1":"<a&b> 'ü' नमस्ते \"q\""}""";

        Assert.Equal(json, Merge(null, ("mx_CustomObject_1", "<a&b> 'ü' नमस्ते \"q\"")).Value);
        Assert.Equal("<a&b> 'ü' नमस्ते \"q\"", FieldSets.Read(json)["mx_CustomObject_1"]);
    }

    [Fact]
    public void Unknown_parts_are_all_named()
    {
        var failure = Merge(null, ("mx_CustomObject_9", "x"), ("Status", "Pending"), ("Nope", "y")).Failure;

        Assert.Equal(ErrorCode.UnknownAttribute, failure?.Code);
        Assert.Equal("Attribute(s) does not exist - mx_KYC~mx_CustomObject_9, mx_KYC~Nope.", failure?.Message);
    }

    [Theory]
    [InlineData("mx_CustomObject_2", "many", ErrorCode.InvalidDataType)]
    [InlineData("Status", "Lost", ErrorCode.InvalidOption)]
    public void A_bad_part_is_refused_by_its_whole_name(string name, string value, object code)
    {
        var failure = Merge(null, (name, value)).Failure;

        Assert.Equal((ErrorCode)code, failure?.Code);
        Assert.StartsWith($"Invalid value for attribute 'mx_KYC~{name}': ", failure?.Message, StringComparison.Ordinal);
    }

    private static Coerced Merge(string? stored, params (string Name, string? Value)[] parts) =>
        FieldSets.Merge(Kyc, [.. parts.Select(part => KeyValuePair.Create(part.Name, part.Value))], stored, Context);

    private static FieldDefinition Part(string name, FieldType type) => new() { SchemaName = name, DisplayName = name, Type = type };
}
