using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Xunit;

namespace Leadline.Tests.Rights;

/// <summary>Somebody who calls with keys of his own.</summary>
public sealed record Person(string Name, string Id, string AccessKey, string Secret, string Bearer)
{
    public string Email => $"{Name}@people.example";
}

/// <summary>A lead with something of everything on it, all of one owner; every text of it begins with Hidden.</summary>
public sealed record Belongings(string Owner)
{
    public string Email => $"{Owner}@leads.example";

    public required string Phone { get; init; }

    public required string Lead { get; init; }

    public required string LeadNumber { get; init; }

    public required string Activity { get; init; }

    public required string Opportunity { get; init; }

    public required string Task { get; init; }

    public required string Note { get; init; }

    public required string File { get; init; }

    public required string List { get; init; }

    public required string Company { get; init; }

    public required string CompanyActivity { get; init; }

    public required string Sale { get; init; }

    public required string Ticket { get; init; }

    public required string TicketId { get; init; }

    public required string Subscriber { get; init; }

    /// <summary>Everything by which an answer could tell of it.</summary>
    public IEnumerable<string> Ids =>
        [Lead, Activity, Opportunity, Task, Note, File, List, Company, CompanyActivity, Sale, TicketId];
}

/// <summary>
/// An account in which three people have the like: one's own, a colleague's of one's group, and a stranger's. Those who
/// look at it see all, their group's, their own or nothing.
/// </summary>
public sealed class RightsServer : TestServer
{
    private readonly Dictionary<string, Person> people = [];
    private int opportunityCode;
    private string product = "";

    public Belongings Own { get; private set; } = null!;

    public Belongings Colleague { get; private set; } = null!;

    public Belongings Stranger { get; private set; } = null!;

    /// <summary>An administrator, and a user each who sees all, the group's, what is the user's own, and nothing.</summary>
    public IReadOnlyList<Person> Lookers => [people["admin"], people["all"], people["group"], people["own"], people["none"]];

    public Person Looker(string name) => people[name];

    /// <summary>A type of activities of leads.</summary>
    public string ActivityCode { get; private set; } = "";

    internal UserCalls Users => new(this);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        people["admin"] = new Person(
            "admin", await AdminId(), Credentials.AccessKey, Credentials.SecretKey, Credentials.IspcrmToken);
        foreach (var name in new[] { "all", "group", "own", "none", "colleague", "stranger" })
            people[name] = await NewPerson(name);
        ActivityCode = (await Ok(
            people["admin"], HttpMethod.Post, "/v2/ProspectActivity.svc/CreateType", """{"ActivityEventName":"Visited","Score":1,"Direction":0}"""))
            .GetProperty("Message").GetProperty("Id").ToString();
        opportunityCode = await this.NewOpportunityType("Connection");
        product = await Id(people["admin"], "products", """{"name":"Broadband","sku":"B1"}""");
        await Ok(people["admin"], HttpMethod.Post, "/leadline/v1/company-activity-types", """{"name":"Visit"}""");

        Own = await Make(people["own"], "+91 98100 00001");
        Colleague = await Make(people["colleague"], "+91 98100 00002");
        Stranger = await Make(people["stranger"], "+91 98100 00003");

        var group = (await Ok(people["admin"], HttpMethod.Post, "/leadline/v1/groups", """{"name":"North"}""")).GetProperty("id").GetString();
        foreach (var name in new[] { "group", "own", "colleague", "none" })
            await Ok(
                people["admin"],
                HttpMethod.Put,
                $"/leadline/v1/groups/{group}/members/{people[name].Id}",
                """{"viewLeads":true,"modifyLeads":true,"viewCompanies":true,"modifyCompanies":true}""");
        foreach (var (name, access) in new[] { ("group", "Group"), ("own", "Own"), ("none", "None") })
            await Restrict(name, access);
    }

    /// <summary>Calls as somebody.</summary>
    public Task<Answer> As(Person person, HttpMethod method, string path, string? body = null, string type = "application/json") =>
        Call(person, method, path, body, type);

    public async Task<JsonElement> Ok(Person person, HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        var answer = await Call(person, method, path, body, type);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{method} {path}: {answer.Body}");
        return answer.Json;
    }

    public async Task<Person> NewPerson(string name)
    {
        var id = await Users.Create($"{name}@people.example");
        var keys = await Users.Accounts.CreateAccessKey(Users.AccountId, Guid.Parse(id));
        var bearer = await Users.Accounts.CreateToken(Users.AccountId, Guid.Parse(id), KeyKind.Bearer);
        return new Person(name, id, keys.AccessKey, keys.Secret, bearer);
    }

    /// <summary>Lets somebody do everything with what the access names, and nothing with anything else.</summary>
    public async Task Restrict(string name, string access)
    {
        var permissions =
            from entity in PermissionRules.Entities
            from action in PermissionRules.Actions
            select $$"""{"entity":"{{entity}}","action":"{{action}}","access":"{{access}}"}""";
        await Permit(people[name], string.Join(',', permissions));
    }

    /// <summary>Gives somebody a template of these permissions.</summary>
    public async Task Permit(Person person, string permissions)
    {
        var template = await Ok(
            people["admin"],
            HttpMethod.Post,
            "/leadline/v1/permission-templates",
            $$"""{"name":"{{person.Name}} {{Guid.NewGuid():N}}","permissions":[{{permissions}}]}""");
        await Ok(
            people["admin"],
            HttpMethod.Post,
            $"/leadline/v1/permission-templates/{template.GetProperty("id").GetString()}/apply",
            $$"""{"userIds":["{{person.Id}}"]}""");
    }

    public async Task<Belongings> Make(Person owner, string phone)
    {
        var email = $"{owner.Name}@leads.example";
        var company = await Id(owner, "companies", $$"""{"type":"Account","fields":{"CompanyName":"Hidden company {{owner.Name}}"} }""");
        var lead = (await Ok(
            owner,
            HttpMethod.Post,
            "/v2/LeadManagement.svc/Lead.Create",
            $$"""
            [{"Attribute":"FirstName","Value":"{{owner.Name}}"},{"Attribute":"LastName","Value":"Hidden name {{owner.Name}}"},
             {"Attribute":"EmailAddress","Value":"{{email}}"},{"Attribute":"Phone","Value":"{{phone}}"},
             {"Attribute":"RelatedCompanyId","Value":"{{company}}"}]
            """)).GetProperty("Message").GetProperty("Id").GetString()!;
        var activity = (await Ok(
            owner,
            HttpMethod.Post,
            "/v2/ProspectActivity.svc/Create",
            $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":{{ActivityCode}},"ActivityNote":"Hidden activity {{owner.Name}}"}"""))
            .GetProperty("Message").GetProperty("Id").GetString()!;
        var opportunity = (await Ok(
            owner,
            HttpMethod.Post,
            "/v2/OpportunityManagement.svc/Capture",
            OpportunityCalls.CaptureBody(email, opportunityCode, more: $",\"OpportunityNote\":\"Hidden opportunity {owner.Name}\"")))
            .GetProperty("CreatedOpportunityId").GetString()!;
        var list = await Id(owner, "lists", $$"""{"name":"Hidden list {{owner.Name}}","kind":"static"}""");
        await Ok(owner, HttpMethod.Post, $"/leadline/v1/lists/{list}/members", $$"""{"leadIds":["{{lead}}"]}""");
        var ticket = await Ok(
            owner,
            HttpMethod.Post,
            "/leadline/v1/tickets",
            $$"""{"leadId":"{{lead}}","agentId":"{{owner.Id}}","fields":{"Title":"Hidden ticket {{owner.Name}}","Description":"Hidden text"} }""");
        var all = await Ok(people["admin"], HttpMethod.Get, $"/leadline/v1/leads/{lead}");
        return new Belongings(owner.Name)
        {
            Phone = phone,
            Lead = lead,
            LeadNumber = all.GetProperty("ProspectAutoId").GetString()!,
            Company = company,
            CompanyActivity = await Id(owner, $"companies/{company}/activities", $$"""{"type":"Visit","note":"Hidden visit {{owner.Name}}"}"""),
            Activity = activity,
            Opportunity = opportunity,
            Task = await Id(owner, "tasks", $$"""{"type":"Meeting","name":"Hidden task {{owner.Name}}","leadId":"{{lead}}"}"""),
            Note = await Id(owner, $"leads/{lead}/notes", $$"""{"text":"Hidden note {{owner.Name}}"}"""),
            File = (await Ok(
                owner, HttpMethod.Post, $"/leadline/v1/files?name=Hidden-{owner.Name}.txt&lead={lead}", "Hidden content", "text/plain"))
                .GetProperty("id").GetString()!,
            List = list,
            Sale = await Id(owner, "sales", $$"""{"leadId":"{{lead}}","product":"{{product}}","status":"open","note":"Hidden sale {{owner.Name}}","revenue":7}"""),
            Ticket = ticket.GetProperty("number").GetInt64().ToString(CultureInfo.InvariantCulture),
            TicketId = ticket.GetProperty("ticketId").GetString()!,
            Subscriber = await SubscriberNumber(owner),
        };
    }

    private async Task<string> Id(Person owner, string path, string body) =>
        (await Ok(owner, HttpMethod.Post, $"/leadline/v1/{path}", body)).GetProperty("id").GetString()!;

    /// <summary>A further lead of the owner, made by the subscriber API; its number there.</summary>
    private async Task<string> SubscriberNumber(Person owner)
    {
        var phone = $"+91 98100 1{people.Keys.ToList().IndexOf(owner.Name):0000}";
        var made = await Ok(
            owner,
            HttpMethod.Post,
            "/api/v1/subscriber/CreateLead",
            $$"""{"name":"Hidden subscriber {{owner.Name}}","email":"{{owner.Name}}@subscribers.example","phone":"{{phone}}"}""");
        return made.GetProperty("data").GetProperty("lead_id").ToString();
    }

    private async Task<string> AdminId() =>
        (await Get("/v2/Authentication.svc/UserByAccessKey.Get")).Json.GetProperty("Id").GetString()!;

    private async Task<Answer> Call(Person person, HttpMethod method, string path, string? body, string type)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (path.StartsWith("/api/v1/", StringComparison.Ordinal))
            request.Headers.Authorization = new("Bearer", person.Bearer);
        request.Headers.Add("x-LSQ-AccessKey", person.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", person.Secret);
        using var response = await Client.SendAsync(request, Cancelled);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }
}
