using System.Net;
using System.Text;
using Leadline.Tests.Contracts;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Rights;

/// <summary>
/// What each kind of user may see and do with what is the user's own, a colleague's and a stranger's, as a table that a
/// reviewer reads: <c>Contracts/rights.txt</c>.
/// </summary>
public sealed class RightsTableTests(RightsServer server) : IClassFixture<RightsServer>
{
    private const string Leads = "/v2/LeadManagement.svc/";
    private const string Own = "/leadline/v1/";

    private static readonly (string Name, Func<Belongings, (HttpMethod Method, string Path, string? Body)> Call)[] Deeds =
    [
        ("Leads.GetById", of => (HttpMethod.Get, $"{Leads}Leads.GetById?id={of.Lead}", null)),
        ("Leads.GetByEmailaddress", of => (HttpMethod.Get, $"{Leads}Leads.GetByEmailaddress?emailaddress={of.Email}", null)),
        ("RetrieveLeadByPhoneNumber", of => (HttpMethod.Get, $"{Leads}RetrieveLeadByPhoneNumber?phone={Uri.EscapeDataString(of.Phone)}", null)),
        ("Leads.GetByQuickSearch", of => (HttpMethod.Get, $"{Leads}Leads.GetByQuickSearch?key={of.Email}", null)),
        ("Leads.Get", of => (HttpMethod.Post, $"{Leads}Leads.Get", $$$"""{"Parameter":{"LookupName":"EmailAddress","LookupValue":"{{{of.Email}}}","SqlOperator":"="}}""")),
        ("leads/{lead}", of => (HttpMethod.Get, $"{Own}leads/{of.Lead}", null)),
        ("leads/search", of => (HttpMethod.Post, $"{Own}leads/search", $$$"""{"filter":{"field":"EmailAddress","operator":"=","value":"{{{of.Email}}}"}}""")),
        ("list members", of => (HttpMethod.Get, $"{Own}lists/{of.List}/members", null)),
        ("activities of a lead", of => (HttpMethod.Post, $"/v2/ProspectActivity.svc/Retrieve?leadId={of.Lead}", "{}")),
        ("activity", of => (HttpMethod.Get, $"/v2/ProspectActivity.svc/GetActivityDetails?activityId={of.Activity}", null)),
        ("opportunity", of => (HttpMethod.Get, $"/v2/OpportunityManagement.svc/GetOpportunityDetails?OpportunityId={of.Opportunity}", null)),
        ("task", of => (HttpMethod.Get, $"{Own}tasks/{of.Task}", null)),
        ("note", of => (HttpMethod.Get, $"{Own}notes/{of.Note}", null)),
        ("file", of => (HttpMethod.Get, $"{Own}files/{of.File}", null)),
        ("company", of => (HttpMethod.Get, $"{Own}companies/{of.Company}", null)),
        ("sale", of => (HttpMethod.Get, $"{Own}sales/{of.Sale}", null)),
        ("ticket", of => (HttpMethod.Get, $"{Own}tickets/{of.Ticket}", null)),
        ("change the lead", of => (HttpMethod.Post, $"{Leads}Lead.Update?leadId={of.Lead}", """[{"Attribute":"FirstName","Value":"Changed"}]""")),
        ("post an activity", of => (HttpMethod.Post, "/v2/ProspectActivity.svc/Create", $$"""{"RelatedProspectId":"{{of.Lead}}","ActivityEvent":CODE,"ActivityNote":"x"}""")),
        ("change the opportunity", of => (HttpMethod.Post, "/v2/OpportunityManagement.svc/Update", $$$"""{"ProspectOpportunityId":"{{{of.Opportunity}}}","OpportunityNote":"Hidden change"}""")),
        ("change the task", of => (HttpMethod.Patch, $"{Own}tasks/{of.Task}", """{"location":"Hidden place"}""")),
        ("add a note", of => (HttpMethod.Post, $"{Own}leads/{of.Lead}/notes", """{"text":"Hidden addition"}""")),
        ("change the note", of => (HttpMethod.Patch, $"{Own}notes/{of.Note}", """{"text":"Hidden again"}""")),
        ("change the list", of => (HttpMethod.Patch, $"{Own}lists/{of.List}", """{"description":"Hidden"}""")),
        ("change the company", of => (HttpMethod.Patch, $"{Own}companies/{of.Company}", """{"fields":{"City":"Hidden"}}""")),
        ("change the ticket", of => (HttpMethod.Patch, $"{Own}tickets/{of.Ticket}", """{"fields":{"Title":"Hidden title"}}""")),
        ("delete the lead", of => (HttpMethod.Get, $"{Leads}Lead/Delete/ById?leadId={of.Lead}", null)),
    ];

    [Fact]
    public async Task Everybody_sees_and_may_what_the_table_says()
    {
        var table = new StringBuilder("# What a user may, whose template gives everything, the group's, the user's own, or nothing\n");
        table.Append("# (yes, no: it is not there, or refused): with what is one's own, a colleague's of the group, a stranger's.\n\n");
        table.Append($"{"",-28}{string.Concat(server.Lookers.Select(looker => $"{looker.Name,-18}")).TrimEnd()}\n");
        foreach (var (name, call) in Deeds)
        {
            var cells = new List<string>();
            foreach (var looker in server.Lookers)
            {
                var outcomes = new List<string>();
                foreach (var of in new[] { server.Own, server.Colleague, server.Stranger })
                    outcomes.Add(name.StartsWith("delete", StringComparison.Ordinal)
                        ? await Deletes(looker, of.Owner, call)
                        : Outcome(await Run(looker, call(of))));
                cells.Add($"{string.Join(' ', outcomes),-18}");
            }

            table.Append($"{name,-28}{string.Concat(cells).TrimEnd()}\n");
        }

        await Snapshot.Matches("rights.txt", table.ToString());
    }

    // Of leads of their own: the others are looked at again.
    private async Task<string> Deletes(
        Person looker, string owner, Func<Belongings, (HttpMethod Method, string Path, string? Body)> call)
    {
        var id = (await server.Ok(
            server.Looker("admin"),
            HttpMethod.Post,
            $"{Leads}Lead.Create",
            $$"""[{"Attribute":"FirstName","Value":"Doomed"},{"Attribute":"OwnerId","Value":"{{server.Looker(owner).Id}}"}]"""))
            .GetProperty("Message").GetProperty("Id").GetString()!;
        return Outcome(await Run(looker, call(server.Own with { Lead = id })));
    }

    private Task<Answer> Run(Person looker, (HttpMethod Method, string Path, string? Body) call) =>
        server.As(
        looker, call.Method, call.Path, call.Body?.Replace("CODE", server.ActivityCode, StringComparison.Ordinal));

    private static string Outcome(Answer answer)
    {
        var isThere = answer.Status == HttpStatusCode.OK
            && (answer.Body.Contains("Hidden", StringComparison.Ordinal) || answer.Body.Contains("Success", StringComparison.Ordinal));
        if (isThere)
            return "yes";
        return answer.Body.Contains("permission", StringComparison.Ordinal) ? "refused" : "no";
    }
}
