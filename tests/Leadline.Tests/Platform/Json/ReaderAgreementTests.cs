using System.Text;
using System.Text.Json;
using Leadline.Platform.Json;
using Leadline.Protocol.Ispcrm;
using Leadline.Protocol.LeadSquared;
using Xunit;

namespace Leadline.Tests.Platform.Json;

/// <summary>Whatever the fast reader accepts, Newtonsoft reads the same; and no body makes either fail another way.</summary>
public sealed class ReaderAgreementTests
{
    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "1", "-0", "-1", "201", "1.0", "1.50", "1e2", "1E-2", "2147483648", "1e400",
        "123456789012345678901234567890", "\"\"", "\" \"", "\"1\"", "\" 5 \"", "\"010\"", "\"+5\"", "\"-5\"", "\"1.5\"",
        "\"1e2\"", "\"1,000\"", "\"abc\"", "\"true\"", "\" TRUE \"", "\"yes\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"2026-11-20 20:11:58\"", "\"2026-11-20T20:11:58Z\"", "\"/Date(1417453996000+0000)/\"", "\"क \ud83d\ude00\"",
        "\"a\\/b\\n\"", "'x'", "NaN", "{}", "[]", "[null]", "[\"a\",1,null,true,]", "{\"a\":{\"b\":[1]}}",
    ];

    private static readonly string[] Shapes =
    [
        """[{"Attribute":"A","Value":#},{"SchemaName":#,"value":"x"},null]""",
        """[{"Attribute":#,"Value":"x","Fields":[{"Attribute":"Status","Value":#},null],"Fields":#}]""",
        """{"LeadDetails":[{"Attribute":"A","Value":#}],"Activity":{"ActivityEvent":#,"Fields":[{"SchemaName":"S","Value":#}]}}""",
        """{"activityevent":#,"Score":#,"ProcessFilesAsync":#,"Fields":#,"Fields":[{"Value":#}],"$ref":#,"Direction":#}""",
        """{"Parameter":{"LookupValue":#,"ActivityEvent":#,"RemoveEmptyValue":#},"Parameter":{"FromDate":#},"Paging":{"PageIndex":#}}""",
        """{"SearchParameters":{"LeadIds":#,"ListId":#},"Columns":#,"LeadIds":["a",#],"LeadFields":#}""",
        """{"ActivityEventName":#,"Score":#,"Options":#,"OptionsJson":[{"Value":#,"Order":#,"IsDefault":#},null],"MaxLength":#}""",
        """{"SearchByKey":#,"LeadPropertiesList":[{"Fields":[{"Attribute":"A","Value":#}]},null],"name":#,"ActivityEventList":[#]}""",
        "#",
        "/* c */ [#,] // c",
    ];

    private static readonly List<Func<string, bool>> Readers =
    [
        Agrees<List<LeadProperty>>, Agrees<List<List<LeadProperty>>>, Agrees<ActivityBody>, Agrees<List<ActivityBody>>,
        Agrees<CreateCustomBody>, Agrees<UpdateActivityBody>, Agrees<DeleteActivitiesBody>, Agrees<SearchBody>,
        Agrees<BulkUpdateBody>, Agrees<UpdateV2Body>, Agrees<CreateTypeBody>, Agrees<CreateLeadFieldBody>,
        Agrees<DropdownOptionsBody>, Agrees<CreateLeadBody>,
    ];

    [Fact]
    public void Both_readers_give_equal_values()
    {
        var accepted = 0;
        foreach (var shape in Shapes)
        {
            foreach (var scalar in Scalars)
                accepted += Readers.Count(agrees => agrees(shape.Replace("#", scalar)));
        }

        Assert.True(accepted > 1_000, $"Only {accepted} bodies were put to both readers.");
    }

    [Fact]
    public void Both_readers_agree_on_damaged_bodies()
    {
        const string marks = "{}[]\",:'\\/*01.eE+-tfn\t\n $\0é";
        var random = new Random(20);
        for (var i = 0; i < 3_000; i++)
        {
            var body = new StringBuilder(Shapes[random.Next(Shapes.Length)].Replace("#", Scalars[random.Next(Scalars.Length)]));
            for (var cuts = random.Next(1, 4); cuts > 0 && body.Length > 1; cuts--)
            {
                var at = random.Next(body.Length);
                if (random.Next(2) == 0)
                    body.Remove(at, 1);
                else
                    body.Insert(at, marks[random.Next(marks.Length)]);
            }

            Readers[random.Next(Readers.Count)](body.ToString());
        }
    }

    private static bool Agrees<T>(string body)
        where T : class
    {
        var utf8 = Encoding.UTF8.GetBytes(body);
        var lenient = LenientJson.Read<T>(utf8);
        T? fast;
        try
        {
            fast = JsonSerializer.Deserialize<T>(utf8, WireJson.Options);
        }
        catch (JsonException)
        {
            return false;
        }

        Assert.True(lenient.Error is null, $"{typeof(T).Name} {body}: only the fast reader accepts it: {lenient.Error}");
        var (fromFast, fromLenient) = (JsonSerializer.Serialize(fast), JsonSerializer.Serialize(lenient.Value));
        Assert.True(fromFast == fromLenient, $"{typeof(T).Name} {body}: {fromFast} is not {fromLenient}");
        return true;
    }
}
