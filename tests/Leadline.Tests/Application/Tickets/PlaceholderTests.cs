using System.Text.Json;
using Leadline.App.Leads;
using Leadline.App.Tickets;
using Leadline.Protocol.Own;
using Xunit;

namespace Leadline.Tests.Application.Tickets;

/// <summary>What stands in double braces: filled in where it is known, found where it is not.</summary>
public sealed class PlaceholderTests
{
    [Fact]
    public void What_is_known_is_filled_in_and_the_rest_is_found()
    {
        var customer = new LeadRow(new Dictionary<string, string?> { ["FirstName"] = "Ravi", ["LastName"] = "Kumar" });
        var facts = new TicketFacts(Ticket(), customer, "Meera Nair");

        var said = facts.Fill("Dear {{ customer.Name }}, {{ticket.number}}: {{order}}, {{customer.phone}}. {{agent.name}}");

        Assert.Equal("Dear Ravi Kumar, #157: {{order}}, {{customer.phone}}. Meera Nair", said);
        Assert.Equal(["order", "customer.phone"], Placeholders.In(said).Select(gap => gap.Name));
        var first = Placeholders.In(said)[0];
        Assert.Equal("{{order}}", said.Substring(first.Start, first.Length));
    }

    [Fact]
    public void Who_may_not_see_the_customer_fills_it_in()
    {
        var facts = new TicketFacts(Ticket(), customer: null, "Meera Nair");

        Assert.Equal("Dear {{customer.name}}", facts.Fill("Dear {{customer.name}}"));
        Assert.All(TicketFacts.Names, name => Assert.Single(Placeholders.In($"{{{{{name}}}}}")));
    }

    [Theory]
    [InlineData("{order}")]
    [InlineData("{{}}")]
    [InlineData("{{a\nb}}")]
    public void Other_braces_are_none(string text) => Assert.Empty(Placeholders.In(text));

    [Fact]
    public void A_macro_that_says_nothing_is_undone_by_what_was_there()
    {
        var undo = MacroWords.Undo(
            Ticket(),
            new() { Priority = "High", AgentId = "me", AddTags = ["router", "urgent"], RemoveTags = ["cable", "new"] });

        Assert.Equal("""{"Priority":"Low"}""", JsonSerializer.Serialize(undo!.Fields));
        Assert.Equal(("", null), (undo.AgentId, undo.GroupId));
        Assert.Equal(["new"], undo.AddTags!);
        Assert.Equal(["urgent"], undo.RemoveTags!);
        Assert.Null(MacroWords.Undo(Ticket(), new() { Priority = "High", Note = new() { Text = "Seen" } }));
    }

    private static TicketResponse Ticket() => JsonSerializer.Deserialize(
        """
        {"id":"00000000-0000-0000-0000-000000000001","number":157,"key":"#157","leadId":"00000000-0000-0000-0000-000000000002",
        "fields":{"Title":"Router down","Priority":"Low","Tags":"router,new"},"watchers":[],"children":[]}
        """,
        OwnJson.Default.TicketResponse)!;
}
