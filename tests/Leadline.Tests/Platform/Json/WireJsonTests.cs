using System.Text;
using Leadline.Platform.Json;
using Leadline.Protocol.LeadSquared;
using Xunit;

namespace Leadline.Tests.Platform.Json;

public sealed class WireJsonTests
{
    [Theory]
    [InlineData("""[{"Attribute":"A","Value":"x"},]""", "x")]
    [InlineData("""[{"Attribute":"A","Value":"x",}]""", "x")]
    [InlineData("[{'Attribute':'A','Value':'it\\'s'}]", "it's")]
    [InlineData("[{Attribute:'A',Value:'x'}]", "x")]
    [InlineData("[{\"Attribute\":\"A\",\"Value\":\"a\tb\r\nc\"}]", "a\tb\r\nc")]
    [InlineData("/* who */ [ // what\n {\"Attribute\":\"A\" /* is */ ,\"Value\":\"x\"}] // that", "x")]
    [InlineData("""[{"attribute":"A","VALUE":"x"}]""", "x")]
    [InlineData("""[{"SchemaName":"A","Value":"x"}]""", "x")]
    [InlineData("""[{"Attribute":"A","SchemaName":null,"Value":"x"}]""", "x")]
    [InlineData("""[{"\u0041ttribute":"A","Valu\u0065":"x"}]""", "x")]
    [InlineData("""[{"Attribute":"A","Value":"first","Value":"last"}]""", "last")]
    [InlineData("""[{"Attribute":"A","Value":201}]""", "201")]
    [InlineData("""[{"Attribute":"A","Value":1.50}]""", "1.50")]
    [InlineData("""[{"Attribute":"A","Value":-0}]""", "-0")]
    [InlineData("""[{"Attribute":"A","Value":1e400}]""", "1e400")]
    [InlineData("""[{"Attribute":"A","Value":007}]""", "007")]
    [InlineData("""[{"Attribute":"A","Value":12345678901234567890123456789012345678901234567890}]""", "12345678901234567890123456789012345678901234567890")]
    [InlineData("""[{"Attribute":"A","Value":true}]""", "true")]
    [InlineData("""[{"Attribute":"A","Value":false}]""", "false")]
    [InlineData("""[{"Attribute":"A","Value":null}]""", null)]
    [InlineData("""[{"Attribute":"A"}]""", null)]
    [InlineData("""[{"Attribute":"A","Value":"a\ud83db"}]""", "a\ufffdb")]
    [InlineData("""[{"Attribute":"A","Value":"\ud83d\ude00"}]""", "\ud83d\ude00")]
    [InlineData("""[{"Attribute":"A","Value":"2026-11-20T20:11:58.123Z"}]""", "2026-11-20T20:11:58.123Z")]
    [InlineData("""[{"Attribute":"A","Value":"/Date(1417453996000+0000)/"}]""", "/Date(1417453996000+0000)/")]
    [InlineData("""[{"$id":"1","$ref":"2","$type":"System.Object","Attribute":"A","Value":"x","Extra":{"deep":[1,{}]}}]""", "x")]
    [InlineData("\ufeff[{\"Attribute\":\"A\",\"Value\":\"x\"}]", "x")]
    [InlineData("[null,{\"Attribute\":\"A\",\"Value\":\"x\"},null]", "x")]
    [InlineData("[null,{'Attribute':'A','Value':'x'},null]", "x")]
    public void Reads_what_clients_send(string body, string? value)
    {
        var read = Read<List<LeadProperty>>(body);

        Assert.Null(read.Error);
        var property = Assert.Single(read.Value!);
        Assert.Equal("A", property.Attribute);
        Assert.Equal("A", property.SchemaName);
        Assert.Equal(value, property.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("null")]
    [InlineData("\ufeff")]
    [InlineData("\"\"")]
    [InlineData("/* nothing */")]
    public void Leaves_an_absent_body_to_the_caller(string body)
    {
        var read = Read<List<LeadProperty>>(body);

        Assert.Null(read.Value);
        Assert.Null(read.Error);
    }

    [Theory]
    [InlineData("""{"Attribute":"A"}""", "Cannot deserialize the current JSON object (e.g. {\"name\":\"value\"}) into type 'List<LeadProperty>' because the type requires a JSON array (e.g. [1,2,3]) to deserialize correctly. Path 'Attribute', line 1, position 13.")]
    [InlineData("<xml/>", "Unexpected character encountered while parsing value: <. Path '', line 0, position 0.")]
    [InlineData("[{\"Attribute\":\"A\"", "Unexpected end when deserializing object. Path '[0].Attribute', line 1, position 17.")]
    [InlineData("[] x", "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 3.")]
    [InlineData("""[{"Attribute":"A","Value":{}}]""", "Unexpected character encountered while parsing value: {. Path '[0].Value', line 1, position 27.")]
    [InlineData("""[{"Attribute":"A","Value":[1]}]""", "Unexpected character encountered while parsing value: [. Path '[0].Value', line 1, position 27.")]
    [InlineData("""["A"]""", "Error converting value \"A\" to type 'LeadProperty'. Path '[0]', line 1, position 4.")]
    [InlineData("""[["A"]]""", "Cannot deserialize the current JSON array (e.g. [1,2,3]) into type 'LeadProperty' because the type requires a JSON object (e.g. {\"name\":\"value\"}) to deserialize correctly. Path '[0]', line 1, position 2.")]
    public void Refuses_in_the_words_of_the_wire(string body, string error)
    {
        var read = Read<List<LeadProperty>>(body);

        Assert.Null(read.Value);
        Assert.Equal(error, read.Error);
    }

    [Theory]
    [InlineData("""[{"Attribute":"A","Value":"a\u0000b"}]""", false)]
    [InlineData("""[{"Attribute":"A","Value":"\\\u0000"}]""", false)]
    [InlineData("""[{"A\u0000":"B"}]""", false)]
    [InlineData("[{'Attribute':'a\0b'}]", false)]
    [InlineData("""[{"Attribute":"A","Value":"\\u0000"}]""", true)]
    [InlineData("""[{"Attribute":"A","Value":"\\u0000 \\\\u0000 \u00001"}]""", false)]
    [InlineData("""[{"Attribute":"A","Value":"\\u0000 \\\\u0000 \u0001"}]""", true)]
    public void Refuses_what_no_database_text_holds(string body, bool isTaken) =>
        Assert.Equal(
            isTaken ? null : "The request holds the character U+0000, which cannot be stored.",
            Read<List<LeadProperty>>(body).Error);

    [Fact]
    public void Refuses_bytes_that_are_not_UTF8()
    {
        byte[] body = [.. "[{\"Attribute\":\"A\",\"Other\":\""u8, 0xE9, .. "\"}]"u8];

        var read = WireJson.Read<List<LeadProperty>>(body);

        Assert.Equal("Unexpected character encountered while parsing value: \ufffd. Path '', line 0, position 0.", read.Error);
    }

    [Fact]
    public void Keeps_an_error_to_one_line_of_500_characters()
    {
        var read = Read<List<LeadProperty>>("[\"\ud83d\ude00\n" + string.Concat(Enumerable.Repeat("\ud83d\ude00", 300)) + "\"]");

        Assert.InRange(read.Error!.Length, 499, 500);
        Assert.DoesNotContain(read.Error, char.IsControl);
        Assert.False(char.IsHighSurrogate(read.Error[^1]));
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(33, false)]
    [InlineData(20_000, false)]
    public void Reads_to_a_depth_of_64(int levels, bool accepted)
    {
        var body = string.Concat(Enumerable.Repeat("[{\"Fields\":", levels)) + "[]" + string.Concat(Enumerable.Repeat("}]", levels));

        var read = Read<List<LeadProperty>>(body);

        Assert.Equal(accepted, read.Error is null);
        if (!accepted)
            Assert.StartsWith("The reader's MaxDepth of 64 has been exceeded.", read.Error);
    }

    [Fact]
    public void Reads_a_field_set_by_either_member()
    {
        var read = Read<CreateCustomBody>("""
            {"LeadDetails":[{"Attribute":"mx_KYC","Value":"","Fields":[{"Attribute":"Status","Value":"Pending"},null]}],
             "Activity":{"ActivityEvent":"105","Fields":[
                {"SchemaName":"mx_Custom_1","Value":123},null,
                {"Attribute":"mx_KYC","Value":"","Fields":[{"SchemaName":"mx_CustomObject_1","Value":"x"}]}]},
             "ValidateDropDownOptions":"True"}
            """);

        Assert.Null(read.Error);
        Assert.Equal("Status", Assert.Single(read.Value!.LeadDetails![0].Fields!).Attribute);
        Assert.Equal(105, read.Value.Activity!.ActivityEvent);
        Assert.Equal(["mx_Custom_1", "mx_KYC"], read.Value.Activity.Fields!.Select(field => field.Attribute));
        Assert.Equal("mx_CustomObject_1", read.Value.Activity.Fields![1].Fields![0].Attribute);
        Assert.True(read.Value.ValidateDropDownOptions);
    }

    [Theory]
    [InlineData("201", 201)]
    [InlineData("\"201\"", 201)]
    [InlineData("\" 201 \"", 201)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Reads_an_event_code(string code, int? expected)
    {
        var read = Read<ActivityBody>("{\"ActivityEvent\":" + code + "}");

        Assert.Null(read.Error);
        Assert.Equal(expected, read.Value!.ActivityEvent);
    }

    [Theory]
    [InlineData("\"call\"", "Could not convert string to integer: call. Path 'ActivityEvent', line 1, position 23.")]
    [InlineData("20.5", "Input string '20.5' is not a valid integer. Path 'ActivityEvent', line 1, position 21.")]
    [InlineData("true", "Unexpected character encountered while parsing value: t. Path 'ActivityEvent', line 1, position 18.")]
    [InlineData("99999999999", "JSON integer 99999999999 is too large or small for an Int32. Path 'ActivityEvent', line 1, position 28.")]
    public void Refuses_an_event_code_that_is_no_number(string code, string error) =>
        Assert.Equal(error, Read<ActivityBody>("{\"ActivityEvent\":" + code + "}").Error);

    [Fact]
    public void Reads_numbers_and_strings_as_either()
    {
        var search = Read<SearchBody>("""
            {"Parameter":{"LookupName":"Score","LookupValue":50,"SqlOperator":">","IncludeCustomFields":"1"},
             "Columns":{"Include_CSV":"ProspectID","Exclude_CSV":"*"},"Sorting":{"ColumnName":"CreatedOn","Direction":1},
             "Paging":{"PageIndex":"1","PageSize":100,"Offset":"0","RowCount":10},"SearchParameters":{"LeadIds":["a",7]}}
            """).Value!;
        var field = Read<CreateLeadFieldBody>("""{"DisplayName":"T","MaxLength":60,"OptionsJson":""}""").Value!;
        var type = Read<CreateTypeBody>("""{"ActivityEventName":"T","Score":"5","Direction":"1","CanDeleteActivity":1}""").Value!;

        Assert.Equal("50", search.Parameter!.LookupValue);
        Assert.Equal(1, search.Parameter.IncludeCustomFields);
        Assert.Equal(("ProspectID", "*"), (search.Columns!.Include_CSV, search.Columns.Exclude_CSV));
        Assert.Equal("1", search.Sorting!.Direction);
        Assert.Equal(new SearchPaging { PageIndex = 1, PageSize = 100, Offset = 0, RowCount = 10 }, search.Paging);
        Assert.Equal(["a", "7"], search.SearchParameters!.LeadIds!);
        Assert.Equal("60", field.MaxLength);
        Assert.Null(field.OptionsJson);
        Assert.Equal((5m, 1, true), (type.Score, type.Direction, type.CanDeleteActivity));
    }

    private static WireRead<T> Read<T>(string body)
        where T : class =>
        WireJson.Read<T>(Encoding.UTF8.GetBytes(body));
}
