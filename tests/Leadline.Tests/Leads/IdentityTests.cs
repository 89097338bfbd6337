using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>Who a lead is, at the front door.</summary>
public sealed class IdentityTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("Phone", "+44 20 7946 0958", "+44 (0)20 7946 0958")]
    [InlineData("Phone", "+91 98111 00001", "+91 (0)98111 00001", "+91 098111 00001", "098111 00001")]
    [InlineData("Phone", "+44 20 7946 0777", "\u202a+44 20 7946 0777\u202c", "tel:+442079460777", "p:+442079460777")]
    [InlineData("Phone", "9811100003", "9811100003.0")]
    [InlineData("Phone", "+7 912 345-67-89", "+7 8 912 345-67-89", "00 7 912 345 67 89")]
    [InlineData("Phone", "+54 9 11 2345 6789", "+54 11 15 2345 6789")]
    [InlineData("EmailAddress", "jane@example.com", "\u200bjane@example.com", "jane@example.com\ufeff", "<Jane@example.com>")]
    [InlineData("EmailAddress", "jos\u00e9@example.com", "jose\u0301@example.com", "mailto:jos\u00e9@example.com")]
    [InlineData("EmailAddress", "ann@b\u00fccher.example", "ann@xn--bcher-kva.example", "ann@BU\u0308CHER.example,")]
    public async Task All_spellings_are_one_lead(string field, params string[] spellings)
    {
        var first = await Capture(field, spellings[0]);
        Assert.True(first.IsCreated);
        foreach (var spelling in spellings[1..])
            Assert.Equal((first.Id, false), await Capture(field, spelling));

        var lookUp = field == "Phone" ? "RetrieveLeadByPhoneNumber?phone=" : "Leads.GetByEmailaddress?emailaddress=";
        foreach (var spelling in spellings)
            Assert.Equal(first.Id, await Find(lookUp + Uri.EscapeDataString(spelling)));
        Assert.Equal(first.Id, await Find(lookUp + Uri.EscapeDataString($" {spellings[0]} ")));
    }

    [Fact]
    public async Task Two_extensions_of_a_switchboard_are_two_leads()
    {
        var first = await Capture("Phone", "+1 415 555 0100 ext. 12");

        Assert.True((await Capture("Phone", "+1 415 555 0100 ext. 13")).IsCreated);
        Assert.Equal((first.Id, false), await Capture("Phone", "+1 (415) 555-0100 x12"));
    }

    [Fact]
    public async Task An_address_that_holds_two_is_refused_and_finds_nobody()
    {
        var refused = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"a@example.com,b@example.com"}]""");

        Assert.Equal("Error", refused.Json.GetProperty("Status").GetString());
        Assert.Null(await Find("Leads.GetByEmailaddress?emailaddress=a@example.com,b@example.com"));
    }

    private async Task<(string Id, bool IsCreated)> Capture(string field, string value)
    {
        var answer = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture", JsonSerializer.Serialize(new[] { new { Attribute = field, Value = value } }));
        var message = answer.Json.GetProperty("Message");
        return (message.GetProperty("Id").GetString()!, message.GetProperty("IsCreated").GetBoolean());
    }

    private async Task<string?> Find(string lookUp)
    {
        var found = (await server.Get($"/v2/LeadManagement.svc/{lookUp}")).Json;
        return found.GetArrayLength() == 0 ? null : found[0].GetProperty("ProspectID").GetString();
    }
}
