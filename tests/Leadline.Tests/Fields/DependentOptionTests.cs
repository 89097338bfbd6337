using System.Net;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Fields;

/// <summary>Dropdowns whose options hang on another field's value (core §2.15).</summary>
public sealed class DependentOptionTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Management = "/v2/LeadManagement.svc/";
    private const string Dependency = Management + "LeadField/Dependency/Dropdown/Options/";

    [Fact]
    public async Task Options_are_pushed_and_removed_under_a_value_of_the_parent()
    {
        Assert.Equal(Affected(2), (await Push("mx_Country", "mx_State", "India", "AP", "TS")).Body);
        Assert.Equal(Affected(1), (await Push("mx_Country", "mx_State", "India", "AP", "KA")).Body);
        Assert.Equal(Affected(1), (await Push("mx_Country", "mx_State", "France", "AP")).Body);

        var field = await Metadata("mx_State");
        Assert.Equal(("Select", "Dropdown"), (field.Text("DataType"), field.Text("RenderTypeTextValue")));
        Assert.Equal(["AP", "TS", "KA"], field.Items("Options").Select(option => option.Text("Value")));
        var own = (await server.Get("/leadline/v1/lead-fields").Ok()).Items("leadFields").Single(one => one.Text("schemaName") == "mx_State");
        Assert.Equal("mx_Country", own.Text("parentField"));
        Assert.Equal("""{"India":["AP","TS","KA"],"France":["AP"]}""", own.GetProperty("optionsByParent").GetRawText());

        Assert.Equal(Affected(2), (await Remove("mx_Country", "mx_State", "India", "AP", "TS", "none")).Body);
        Assert.Equal(["AP", "KA"], (await Metadata("mx_State")).Items("Options").Select(option => option.Text("Value")));
        await Remove("mx_Country", "mx_State", "India", "KA").Ok();
        await Remove("mx_Country", "mx_State", "France", "AP").Ok();
        var left = (await server.Get("/leadline/v1/lead-fields").Ok()).Items("leadFields").Single(one => one.Text("schemaName") == "mx_State");
        Assert.False(left.TryGetProperty("parentField", out _));
        Assert.Empty(left.Items("options"));
    }

    // Core §2.17: a lead field takes values that are no options.
    [Fact]
    public async Task A_lead_may_hold_what_its_parents_value_does_not_offer()
    {
        var child = await NewDropdown("Town", "Alpha");
        await Push("mx_City", child, "Pune", "Beta").Ok();

        var lead = await server.Post(
            $"{Management}Lead.Create",
            $$"""[{"Attribute":"EmailAddress","Value":"town@example.com"},{"Attribute":"mx_City","Value":"Delhi"},{"Attribute":"{{child}}","Value":"Beta"}]""");
        Assert.Equal(HttpStatusCode.OK, lead.Status);
        Assert.Equal("Beta", await server.LeadValue(lead.Id, child));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused()
    {
        var (parent, child, third) = (await NewDropdown("Region", "North"), await NewDropdown("Branch", "One"), await NewDropdown("Desk", "Two"));
        await Push(parent, child, "North", "Three").Ok();

        await Push(parent, child, "South", "Four").Refused("MXInvalidEntityReferenceException", $"'South' is not among the options of {parent}.");
        await Push("mx_Nothing", third, "x", "Four").Refused("MXUnknownAttributeException", "Attribute(s) does not exist - mx_Nothing");
        await Push(parent, "mx_Nothing", "North", "Four").Refused("MXUnknownAttributeException", "Attribute(s) does not exist - mx_Nothing");
        await Push(third, child, "Two", "Four").Refused("MXInvalidInputException", $"{child} depends on {parent}.");
        await Push(child, parent, "Three", "Four").Refused("MXInvalidInputException", $"{child} depends on {parent} itself.");
        await Push(child, child, "Three", "Four").Refused("MXInvalidInputException", $"{child} depends on {parent}.");
        await Push(parent, "Score", "North", "Four").Refused("MXInvalidInputException", "Score is no dependent dropdown.");
        await Push(parent, child, "North").Refused("MXMandatoryAttributeMissingException", "You have not passed any option value.");
        await Push(parent, child, "North", "a-b").Refused("MXInvalidInputException", "Only alphanumeric characters, space, underscore is allowed");
        await Remove(parent, third, "North", "Two").Refused("MXInvalidInputException", $"{third} is no dependent dropdown.");
        await server.Post(Dependency + "Push", $$"""{"ChildSchemaName":"{{child}}","ParentFieldValue":"North","Options":["Four"]}""")
            .Refused("MXMandatoryAttributeMissingException", "You have not passed ParentSchemaName.");
        await server.Post($"{Management}LeadField/Dropdown/Options/Push", $$"""{"SchemaName":"{{child}}","Options":["Four"]}""")
            .Refused("MXInvalidInputException", "Lead field should be of type independent dropdown");
    }

    [Fact]
    public async Task Leadlines_own_api_does_the_same()
    {
        var child = await NewDropdown("Suburb", "Old");
        const string Fields = "/leadline/v1/lead-fields/";

        var added = await server.Post($"{Fields}{child}/dependent-options", """{"parentField":"mx_City","parentValue":"Pune","options":["New"]}""").Ok();
        Assert.Equal("""{"Pune":["New"]}""", added.GetProperty("optionsByParent").GetRawText());
        var removed = await server.Post($"{Fields}{child}/dependent-options/remove", """{"parentField":"mx_City","parentValue":"Pune","options":["New"]}""").Ok();
        Assert.Equal("""["Old"]""", removed.GetProperty("options").GetRawText());
        var missing = await server.Post($"{Fields}{child}/dependent-options", """{"parentField":"mx_City","options":["New"]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "missingAttribute"), (missing.Status, missing.Json.Text("code")));
    }

    private static string Affected(int rows) => $$$"""{"Status":"Success","Message":{"AffectedRows":{{{rows}}}}}""";

    private Task<Answer> Push(string parent, string child, string value, params string[] options) => Change("Push", parent, child, value, options);

    private Task<Answer> Remove(string parent, string child, string value, params string[] options) => Change("Remove", parent, child, value, options);

    private Task<Answer> Change(string call, string parent, string child, string value, string[] options) => server.Post(
        Dependency + call,
        $$"""{"ParentSchemaName":"{{parent}}","ChildSchemaName":"{{child}}","ParentFieldValue":"{{value}}","Options":[{{string.Join(',', options.Select(option => $"\"{option}\""))}}]}""");

    private async Task<System.Text.Json.JsonElement> Metadata(string name) =>
        (await server.Get($"{Management}LeadsMetaData.Get?schemaName={name}").Ok())[0];

    private async Task<string> NewDropdown(string name, string option)
    {
        await server.Post(
            $"{Management}CreateLeadField",
            $$"""{"DisplayName":"{{name}}","DataType":"Select","RenderTypeTextValue":"Dropdown","OptionsJson":[{"Value":"{{option}}","Order":1}]}""").Ok();
        return $"mx_{name}";
    }
}
