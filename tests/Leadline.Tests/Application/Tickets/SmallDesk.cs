using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Leadline.Tests.Application.Tickets;

/// <summary>
/// A desk of two: Meera, an agent, and Arjun, a supervisor. Three tickets wait for a first reply: one 12 minutes late,
/// one 40, and one that has time.
/// </summary>
public class SmallDesk : TestServer
{
    public const string Meera = "meera@example.com";
    public const string Arjun = "arjun@example.com";
    public const string Password = "a password of the desk";

    private readonly SteppedClock clock = new();

    public string MeeraId { get; private set; } = "";

    public string ArjunId { get; private set; } = "";

    /// <summary>The ticket of Ravi Kumar, 12 minutes late.</summary>
    public long RouterDown { get; private set; }

    /// <summary>The one that is 40 minutes late.</summary>
    public long NoDialTone { get; private set; }

    /// <summary>The one that has time.</summary>
    public long WrongBill { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (MeeraId, ArjunId) = (await Person(Meera, "Meera", "Nair", "Agent"), await Person(Arjun, "Arjun", "Iyer", "Supervisor"));
        await Own(HttpMethod.Post, "ticket-groups", $$"""{"name":"Support","agents":[{"userId":"{{MeeraId}}"}]}""");
        await Own(
            HttpMethod.Post,
            "sla-policies",
            """{"name":"Replies","position":1,"targets":{"High":{"responseMinutes":60},"Low":{"responseMinutes":1440}}}""");
        await Post(
            "/v2/LeadManagement.svc/Lead.Capture",
            """
            [{"Attribute":"EmailAddress","Value":"ravi.kumar@example.com"},{"Attribute":"FirstName","Value":"Ravi"},
            {"Attribute":"LastName","Value":"Kumar"}]
            """);
        await Add_what_is_said_again_and_again();

        // The tickets were made a while ago: it is the browsers' clocks that tell how late they are.
        clock.Step(TimeSpan.FromMinutes(-100));
        NoDialTone = await Ticket("anita.das@example.com", "No dial tone", MeeraId);
        clock.Step(TimeSpan.FromMinutes(28));
        RouterDown = await Ticket("ravi.kumar@example.com", "Router down", MeeraId);
        clock.Step(TimeSpan.FromMinutes(72));
        WrongBill = await Ticket("vikram.rao@example.com", "Wrong bill", agent: "");
    }

    /// <summary>What was said on a ticket, with its kind.</summary>
    public async Task<List<string>> Said(long ticket) =>
    [
        .. (await Own(HttpMethod.Get, $"tickets/{ticket}/conversations")).GetProperty("conversations").EnumerateArray()
            .Select(one => $"{one.GetProperty("kind").GetString()}: {one.GetProperty("text").GetString()}"),
    ];

    public Task<JsonElement> Ticket(long ticket) => Own(HttpMethod.Get, $"tickets/{ticket}");

    public Task Assign(long ticket, string agent) =>
        Own(HttpMethod.Patch, $"tickets/{ticket}", $$"""{"agentId":"{{agent}}"}""");

    /// <summary>A call of the own API that goes well, as the administrator.</summary>
    public async Task<JsonElement> Own(HttpMethod method, string path, string? body = null)
    {
        var answer = await Send(method, $"/leadline/v1/{path}", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    protected override void Configure(IHostApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
    }

    private async Task<string> Person(string email, string first, string last, string role)
    {
        var user = await Services.GetRequiredService<AccountOperations>()
            .CreateUser(this.AccountId(), email, first, last, "Sales_User", Password);
        await Own(HttpMethod.Put, $"service-roles/{user.Value.Id}", $$"""{"role":"{{role}}"}""");
        return $"{user.Value.Id}";
    }

    private async Task<long> Ticket(string customer, string title, string agent)
    {
        var number = await this.NewTicket(customer, title, ("Priority", "High"), ("Description", $"{title} since the morning."));
        var group = (await Own(HttpMethod.Get, "ticket-groups")).GetProperty("groups")[0].GetProperty("id").GetString();
        await Own(HttpMethod.Patch, $"tickets/{number}", $$"""{"groupId":"{{group}}","agentId":"{{agent}}"}""");
        return number;
    }

    private async Task Add_what_is_said_again_and_again()
    {
        var refund = await Own(
            HttpMethod.Post,
            "canned-answers",
            """{"title":"Refund","text":"{{customer.firstName}}, your order {{order}} is paid back","scope":"all"}""");
        using var form = new MultipartFormDataContent();
        var policy = new ByteArrayContent(Encoding.UTF8.GetBytes("the policy"));
        policy.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(policy, "files", "policy.pdf");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/leadline/v1/canned-answers/{refund.GetProperty("id").GetString()}/files")
        { Content = form };
        request.Headers.Add("x-LSQ-AccessKey", Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", Credentials.SecretKey);
        using var response = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Own(
            HttpMethod.Post,
            "macros",
            """
            {"name":"Wait for the customer","changes":{"status":"Waiting on Customer","addTags":["waiting"],
             "note":{"text":"{{customer.name}} sends {{what}}"}}}
            """);
    }
}
