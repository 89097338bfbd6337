using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

public sealed class ActivityTypeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_new_account_has_the_system_types_in_a_bare_array()
    {
        var types = (await server.Get(Service + "ActivityTypes.Get?").Ok()).EnumerateArray()
            .ToDictionary(type => type.GetProperty("ActivityEvent").GetInt32());

        Assert.Superset(
            new HashSet<int> { 21, 22, 23, 30, 97, 98, 101, 102, 103, 104, 105 }, types.Keys.ToHashSet());
        Assert.Equal("Outbound Phone Call Activity", types[22].Text("ActivityEventName"));
        Assert.Equal(3, types[22].GetProperty("EventType").GetInt32());
        Assert.Equal(1, types[22].GetProperty("EventDirection").GetInt32());
        Assert.Equal(2, types[105].GetProperty("EventType").GetInt32());
    }

    [Fact]
    public async Task CreateType_answers_the_next_code_as_a_string()
    {
        var first = await server.Post(
            Service + "CreateType?", """{"ActivityEventName":"Chatwoot Conversation Started","Score":5,"Direction":0}""").Ok();
        var second = await server.Post(Service + "CreateType", """{"ActivityEventName":"Second","Direction":"1"}""").Ok();

        var code = int.Parse(first.GetProperty("Message").Text("Id")!);
        Assert.InRange(code, 200, 300);
        Assert.InRange(int.Parse(second.GetProperty("Message").Text("Id")!), code + 1, 300);
        var listed = (await server.Get(Service + "ActivityTypes.Get").Ok()).EnumerateArray()
            .Single(type => type.Text("ActivityEventName") == "Chatwoot Conversation Started");
        Assert.Equal(code, listed.GetProperty("ActivityEvent").GetInt32());
        var one = await server.Get($"{Service}ActivityType.Get?ActivityEvent={code}").Ok();
        Assert.Equal("Chatwoot Conversation Started", one.Text("DisplayName"));
    }

    [Fact]
    public async Task Racing_CreateTypes_take_codes_of_their_own()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => server.NewType($"Racing {i}")));

        Assert.Equal(8, codes.Distinct().Count());
    }

    [Fact]
    public async Task The_same_name_again()
    {
        await server.NewType("Same name");

        await server.Post(Service + "CreateType", """{"ActivityEventName":"same NAME"}""")
            .Refused("MXDuplicateEntryException", "An activity type with the name 'same NAME' already exists.");
    }

    [Theory]
    [InlineData("{}", "activity")]
    [InlineData("""{"ActivityEventName":" "}""", "activity")]
    [InlineData("""{"ActivityEventName":"Bad 1","Direction":7}""", "Direction")]
    [InlineData("""{"ActivityEventName":"Bad 2","Fields":[{"SchemaName":"mx_Custom_51"}]}""", "SchemaName")]
    [InlineData("""{"ActivityEventName":"Bad 3","Fields":[{"SchemaName":"mx_Custom_01"}]}""", "SchemaName")]
    [InlineData("""{"ActivityEventName":"Bad 4","Fields":[{"SchemaName":"mx_Custom_1","DataType":"Colour"}]}""", "DataType")]
    [InlineData("""{"ActivityEventName":"Bad 5","Fields":[{"SchemaName":"mx_Custom_1","DataType":"Dropdown","OptionSet":"oops"}]}""", "OptionSet")]
    [InlineData("""{"ActivityEventName":"Bad 6","Fields":[{"SchemaName":"mx_Custom_1","DataType":"Number","Value":"many"}]}""", "Value")]
    public async Task CreateType_refuses(string body, string parameter)
    {
        await server.Post(Service + "CreateType", body)
            .Refused("MXInvalidInputException", $"Invalid Input! Parameter Name: {parameter}");

        var names = (await server.Get(Service + "ActivityTypes.Get").Ok()).EnumerateArray().Select(type => type.Text("ActivityEventName"));
        Assert.DoesNotContain(names, name => name!.StartsWith("Bad", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_setting_shows_the_type_and_its_fields()
    {
        var code = await server.NewType("Setting", """
            [{"SchemaName":"mx_Custom_1","DisplayName":"Colour","Value":null,"DataType":"Dropdown","IsMandatory":true,"ShowInForm":true,"Sequence":3,
              "OptionSet":"[{\"IsDefault\":true,\"Text\":\"\",\"Value\":\"Red\",\"Order\":0},{\"Value\":\"Blue\",\"Order\":1}]"}]
            """);

        var setting = await server.Get($"{Service}CustomActivity/GetActivitySetting?code={code}").Ok();

        Assert.Equal("Setting", setting.Text("Name"));
        Assert.Equal(5, setting.GetProperty("Score").GetDecimal());
        var fields = setting.Items("Fields").ToDictionary(field => field.Text("SchemaName")!);
        Assert.Equal(["ActivityEvent_Note", "mx_Custom_1", "Status", "Owner"], fields.Keys);
        var colour = fields["mx_Custom_1"];
        Assert.Equal(
            [
                "SchemaName", "InternalName", "DisplayName", "Value", "DataType", "IsMandatory", "ShowInForm", "Sequence", "ParentField",
                "OptionSet", "DependentOptionSet", "IsDefault", "IsReadOnly", "RenderType", "ExportAsPlainText", "IsMultiSelectDropdown",
                "IncludeOthersOption", "BehaviorOnMissingDropdownOption", "IsOthersValue", "InternalSchemaName", "CustomObjectType",
                "MaxFieldLength", "StringRenderType", "IsViewRestrictedField", "IsSortable", "IsEncrypted", "DisplayValue", "IsMasked",
            ],
            colour.Names());
        Assert.Equal(JsonValueKind.Null, colour.GetProperty("Value").ValueKind);
        Assert.Equal("Dropdown", colour.Text("DataType"));
        Assert.True(colour.GetProperty("IsMandatory").GetBoolean());
        Assert.Equal(3, colour.GetProperty("Sequence").GetInt32());
        Assert.Equal(
            """
            [{"IsDefault":true,"Text":"","Value":"Red","Order":0,"CanEdit":1,"CanDelete":1,"IsLastOption":0},{"IsDefault":false,"Text":"","Value":"Blue","Order":1,"CanEdit":1,"CanDelete":1,"IsLastOption":0}]
            """,
            colour.Text("OptionSet"));
    }

    [Theory]
    [InlineData("CustomActivity/GetActivitySetting?code=9999")]
    [InlineData("CustomActivity/GetActivitySetting")]
    [InlineData("ActivityType.Get?ActivityEvent=")]
    public Task An_unknown_code(string path) => server.Get(Service + path)
        .Refused("MXInvalidActivityException", "Event Code is invalid or empty");

    [Fact]
    public async Task An_update_changes_what_it_names_and_has_no_Message()
    {
        var code = await server.NewType("Before", """[{"SchemaName":"mx_Custom_1","DisplayName":"One","DataType":"Number"}]""");
        var setting = await server.Get($"{Service}CustomActivity/GetActivitySetting?code={code}").Ok();

        var answer = await server.Post(Service + "CustomActivityType/Update", $$"""
            {"ID":"{{setting.Text("ID")}}","ActivityEventName":"After","Score":15,"EventDirection":0,"CanDeleteActivity":true,
             "Fields":[{"SchemaName":"mx_Custom_1","DisplayName":"First","DataType":"String"},{"SchemaName":"mx_Custom_2","DisplayName":"Two"}]}
            """);

        Assert.Equal("""{"Status":"Success"}""", answer.Body);
        setting = await server.Get($"{Service}CustomActivity/GetActivitySetting?code={code}").Ok();
        Assert.Equal("After", setting.Text("Name"));
        Assert.Equal(15, setting.GetProperty("Score").GetDecimal());
        Assert.True(setting.GetProperty("CanDeleteActivity").GetBoolean());
        var fields = setting.Items("Fields").ToDictionary(field => field.Text("SchemaName")!);
        Assert.Equal(("First", "Number"), (fields["mx_Custom_1"].Text("DisplayName"), fields["mx_Custom_1"].Text("DataType")));
        Assert.Equal(("Two", "String"), (fields["mx_Custom_2"].Text("DisplayName"), fields["mx_Custom_2"].Text("DataType")));
    }

    [Fact]
    public async Task An_update_of_a_system_type_or_to_a_taken_name_is_refused()
    {
        var code = await server.NewType("Renamed");
        await server.NewType("Taken");
        var id = (await server.Get($"{Service}ActivityType.Get?ActivityEvent={code}").Ok()).Text("Id");
        var systemId = (await server.Get(Service + "ActivityType.Get?ActivityEvent=22").Ok()).Text("Id");

        await server.Post(Service + "CustomActivityType/Update", $$"""{"ID":"{{id}}","ActivityEventName":"Taken"}""")
            .Refused("MXDuplicateEntryException", "An activity type with the name 'Taken' already exists.");
        await server.Post(Service + "CustomActivityType/Update", $$"""{"ID":"{{systemId}}","Score":1}""")
            .Refused("MXInvalidInputException", "System activity types can not be changed.");
        await server.Post(Service + "CustomActivityType/Update", """{"ActivityEventName":"Nothing"}""")
            .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
    }

    [Fact]
    public async Task Dropdown_options()
    {
        var code = await server.NewType("Options", """
            [{"SchemaName":"mx_Custom_3","DataType":"Select","OptionSet":"[{\"Value\":\"B\",\"Order\":1},{\"Value\":\"A\",\"Order\":0}]"},
             {"SchemaName":"mx_Custom_4","DataType":"String"}]
            """);

        var answer = await server.Post(
            Service + "ActivityField/Dropdown/Options/Get", Parameter("mx_Custom_3", code));
        Assert.Equal("""{"Options":["A","B"]}""", answer.Body);
        await server.Post(Service + "ActivityField/Dropdown/Options/Get", Parameter("mx_Custom_4", code))
            .Refused("MXInvalidInputException", "Activity field should be of type independent dropdown");

        static string Parameter(string name, int code) =>
            $$$"""{"Parameter":{"SchemaName":"{{{name}}}","ActivityEventCode":{{{code}}}}}""";
    }

    [Fact]
    public async Task An_idempotency_key_makes_one_type()
    {
        const string body = """{"ActivityEventName":"Once"}""";

        var first = await server.Send(HttpMethod.Post, Service + "CreateType", body, ("Idempotency-Key", "type-1"));
        var second = await server.Send(HttpMethod.Post, Service + "CreateType", body, ("Idempotency-Key", "type-1"));

        Assert.Equal(first.Body, second.Body);
        Assert.InRange(int.Parse(first.Id), 200, 300);
    }
}
