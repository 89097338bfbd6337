using Leadline.App.Leads;
using Leadline.Protocol.Own;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Whose values a lead takes that others are merged into.</summary>
public sealed class MergePlanTests
{
    private static readonly FieldResponse[] Fields =
    [
        Field("FirstName"), Field("EmailAddress"), Field("Phone"), Field("mx_City"), Field("Score"),
        Field("CreatedOn") with { ReadOnly = true },
    ];

    private readonly LeadRow ravi = Lead(1, "2026-01-01", ("FirstName", "Ravi"), ("Phone", "1"), ("Score", "5"), ("CreatedOn", "x"));
    private readonly LeadRow old = Lead(2, "2026-01-02", ("FirstName", "R."), ("EmailAddress", "old@example.com"), ("Phone", "1"));
    private readonly LeadRow latest = Lead(3, "2026-03-01", ("FirstName", "Ravi"), ("EmailAddress", "new@example.com"), ("Phone", "1"));

    [Fact]
    public void Only_what_differs_is_asked_for()
    {
        var plan = new MergePlan([ravi, old], Fields);

        Assert.Equal(["FirstName", "EmailAddress", "Score"], plan.Differing.Select(field => field.SchemaName));
    }

    [Fact]
    public void The_lead_that_goes_on_keeps_its_values_and_takes_those_that_it_lacks()
    {
        var plan = new MergePlan([ravi, old, latest], Fields);

        Assert.Same(ravi, plan.Choice(Field("FirstName")));
        Assert.Same(latest, plan.Choice(Field("EmailAddress")));
        Assert.Equal([KeyValuePair.Create("EmailAddress", Id(3))], plan.Values);
        Assert.Equal([old, latest], plan.Children);
    }

    [Fact]
    public void A_choice_stays_when_another_goes_on()
    {
        var plan = new MergePlan([ravi, old], Fields);
        plan.Choose(Field("FirstName"), old);

        plan.GoOnAs(old);

        Assert.Same(old, plan.Choice(Field("FirstName")));
        Assert.Empty(plan.Values);
        plan.Choose(Field("FirstName"), ravi);
        Assert.Equal([KeyValuePair.Create("FirstName", Id(1))], plan.Values);
    }

    [Fact]
    public void All_values_of_one_are_those_that_it_has()
    {
        var plan = new MergePlan([ravi, old], Fields);

        plan.ChooseAll(ravi);

        Assert.Same(ravi, plan.Choice(Field("FirstName")));
        Assert.Same(old, plan.Choice(Field("EmailAddress")));
    }

    [Fact]
    public void What_the_server_adds_up_is_shown_and_never_asked_for()
    {
        var plan = new MergePlan([old, ravi], Fields);

        Assert.Contains(plan.Differing, field => field.SchemaName == "Score");
        Assert.DoesNotContain("Score", plan.Values.Keys);
    }

    [Fact]
    public void Choices_outlast_a_change_of_the_leads()
    {
        var plan = new MergePlan([ravi, old], Fields);
        plan.Choose(Field("FirstName"), old);
        plan.GoOnAs(old);

        var renewed = plan.Renew([ravi, Lead(2, "2026-04-01", ("FirstName", "Rav"), ("mx_City", "Pune"))]);

        Assert.Equal(old.Id, renewed.Into.Id);
        Assert.Equal("Rav", renewed.Choice(Field("FirstName"))["FirstName"]);
    }

    private static Guid Id(int number) => new($"00000000-0000-0000-0000-{number:D12}");

    private static LeadRow Lead(int number, string modifiedOn, params (string Name, string Value)[] values) => new(
        values.Append(("ProspectID", $"{Id(number)}")).Append(("ModifiedOn", modifiedOn))
            .ToDictionary(one => one.Item1, one => (string?)one.Item2));

    private static FieldResponse Field(string name) =>
        new(name, name, "text", "none", false, false, false, 200, null, [], []);
}
