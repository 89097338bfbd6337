using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Answers;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.ServiceDesk;
using Leadline.Tasks;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;

namespace Leadline.Demo;

/// <summary>Somebody who works in the account, and signs in with the password that all of them have.</summary>
internal sealed record DemoUser(string Email, string Name, string Role);

/// <summary>
/// Fills a new account with 500 leads and their history of the last 60 days, 120 opportunities, 80 tasks, 60 tickets,
/// canned answers and macros, and four people who look after them. All goes the way that a caller's would; nobody is
/// written to. The same account comes out each time, but for ids and for the days, which are counted from now.
/// </summary>
internal sealed class DemoAccount(
    AccountOperations accounts,
    LeadOperations leads,
    ActivityOperations activities,
    OpportunityTypeOperations opportunityTypes,
    OpportunityOperations opportunities,
    TaskOperations tasks,
    TicketOperations tickets,
    CannedAnswerOperations answers,
    MacroOperations macros,
    TimeProvider clock)
{
    public const int Leads = 500;
    public const int Opportunities = 120;
    public const int Tasks = 80;
    public const int Tickets = 60;

    private const int Days = 60;

    private static readonly IReadOnlyList<(DemoUser User, string? ServiceRole)> Users =
    [
        (new("asha@example.com", "Asha Rao", "Sales_User"), null),
        (new("vikram@example.com", "Vikram Shah", "Sales_User"), null),
        (new("leela@example.com", "Leela Menon", "Sales_Manager"), ServiceRoles.Supervisor),
        (new("imran@example.com", "Imran Khan", "Sales_User"), ServiceRoles.Agent),
    ];

    private static readonly IReadOnlyList<string> Stages =
        ["Enquiry", "Site visit", "Quotation", "Contract", "Installed"];

    /// <summary>Fills the account; who works in it.</summary>
    /// <param name="accountId">A new account.</param>
    /// <param name="adminId">Its administrator, who does it all.</param>
    /// <param name="password">The password of the people who are made.</param>
    /// <param name="cancellation">Leaves what was made so far.</param>
    public async Task<IReadOnlyList<DemoUser>> Fill(
        int accountId, Guid adminId, string password, CancellationToken cancellation)
    {
        var people = new List<User>();
        foreach (var (user, serviceRole) in Users)
            people.Add(await AddPerson(accountId, user, serviceRole, password));
        var account = (await accounts.Find(accountId))!;
        var caller = await accounts.CallerOf(account, account.Users[adminId]);
        var chance = new DemoChance();
        var leadIds = await AddLeads(caller, people, chance, cancellation);
        await AddActivities(caller, leadIds, chance, cancellation);
        await AddOpportunities(caller, leadIds, people, chance, cancellation);
        people.Add(caller.User);
        await AddTasks(caller, leadIds, people, chance);
        await AddTickets(caller, leadIds, people, chance, cancellation);
        await AddAnswers(caller);
        return [.. Users.Select(one => one.User)];
    }

    private async Task<User> AddPerson(int accountId, DemoUser user, string? serviceRole, string password)
    {
        var names = user.Name.Split(' ');
        var made = Made(await accounts.CreateUser(accountId, user.Email, names[0], names[1], user.Role, password));
        return serviceRole is null
            ? made
            : Made(await accounts.SetServiceRole(accountId, within: null, made.Id, serviceRole));
    }

    private async Task<List<Guid>> AddLeads(
        Caller caller, List<User> people, DemoChance chance, CancellationToken cancellation)
    {
        var rows = Enumerable.Range(0, Leads).Select(number => Lead(number, chance, people)).ToList();
        var made = Made(await leads.RunAll<LeadWritten>(
            caller,
            definitions => ValueTask.FromResult(rows.Select(row => WriteLead.New(caller, definitions, row))),
            claim: null,
            cancellation));
        return [.. made.Select(row => Made(row).LeadId)];
    }

    private async Task AddActivities(
        Caller caller, List<Guid> leadIds, DemoChance chance, CancellationToken cancellation)
    {
        var now = clock.Now();
        var inputs = new List<Result<ActivityInput>>();
        foreach (var leadId in leadIds)
            for (var count = chance.Below(5); count >= 0; count--)
            {
                var (eventCode, note) = chance.One(DemoPeople.Contacts);
                inputs.Add(new ActivityInput(new ActivityBody
                {
                    ActivityEvent = eventCode,
                    ActivityNote = note,
                    ActivityDateTime = Text(now.AddMinutes(-chance.Below(Days * 24 * 60))),
                })
                {
                    LeadId = leadId,
                });
            }

        foreach (var batch in inputs.Chunk(500))
            foreach (var posted in Made(await activities.PostAll(caller, batch, claim: null, cancellation)))
                Made(posted);
    }

    private async Task AddOpportunities(
        Caller caller, List<Guid> leadIds, List<User> people, DemoChance chance, CancellationToken cancellation)
    {
        var now = clock.Now();
        var type = Made(await opportunityTypes.Create(caller, within: null, new OpportunityTypeBody
        {
            Name = "Connection",
            PluralName = "Connections",
            CanDelete = true,
            Stages = [.. Stages],
            Fields =
            [
                new() { SchemaName = "mx_Custom_1", DisplayName = "Name" },
                new() { SchemaName = "mx_Custom_2", DisplayName = "Stage", Type = "dropdown" },
                new() { SchemaName = "mx_Custom_6", DisplayName = "Amount", Type = "decimal" },
                new() { SchemaName = "mx_Custom_8", DisplayName = "Expected On", Type = "dateTime" },
            ],
        }));
        for (var number = 0; number < Opportunities; number++)
        {
            var opportunity = new OpportunityBody
            {
                OpportunityEventCode = type.Type.EventCode,
                OpportunityNote = "Asked at the counter",
                OpportunityDateTime = Text(now.AddDays(-chance.Below(Days))),
                OpportunityOwnerEmail = chance.One(people).Email,
                Fields =
                [
                    Value("mx_Custom_1", $"{chance.One(DemoPeople.Plans)}, {chance.One(DemoPeople.Cities)}"),
                    Value("mx_Custom_2", chance.One(Stages)),
                    Value("mx_Custom_6", Text((chance.Below(90) + 10) * 500)),
                    Value("mx_Custom_8", Text(now.AddDays(chance.Below(45)))),
                ],
            };
            Made(await opportunities.Create(
                caller, leadIds[number * Leads / Opportunities], opportunity, claim: null, cancellation));
        }
    }

    private async Task AddTasks(Caller caller, List<Guid> leadIds, List<User> people, DemoChance chance)
    {
        var today = clock.Now().Date;
        var writes = Enumerable.Range(0, Tasks).Select(number => new TaskWrite(null, new TaskInput
        {
            Type = "Follow-Up",
            Name = chance.One(DemoPeople.TaskNames),
            Relation = new TaskRelation(leadIds[number * Leads / Tasks], OpportunityId: null),
            Owner = chance.One(people).Email,
            DueOn = today.AddDays(chance.Below(14) - 4).AddHours(4 + chance.Below(9)),
        })).ToList();
        foreach (var task in await tasks.WriteAll(caller, within: null, writes))
            Made(task);
    }

    private async Task AddTickets(
        Caller caller, List<Guid> leadIds, List<User> people, DemoChance chance, CancellationToken cancellation)
    {
        string[] statuses = ["Open", "Open", "In Progress", "Waiting on Customer", "Resolved"];
        var agents = people.Where(person => person.ServiceRole is not null || person.IsAdministrator).ToList();
        for (var number = 0; number < Tickets; number++)
        {
            var (title, text, priority) = chance.One(DemoPeople.Complaints);
            var request = new NewTicket
            {
                LeadId = leadIds[number * Leads / Tickets],
                AgentId = chance.Below(3) > 0 ? chance.One(agents).Id : null,
                Fields =
                [
                    Value(TicketFieldNames.Title, title),
                    Value(TicketFieldNames.Description, text),
                    Value(TicketFieldNames.Priority, priority),
                    Value(TicketFieldNames.Status, chance.One(statuses)),
                    Value(TicketFieldNames.Channel, "Phone"),
                ],
            };
            var ticket = Made(await tickets.Create(caller, request, claim: null, cancellation));
            if (chance.Below(2) > 0)
                continue;
            var note = new NewMessage(MessageKinds.InternalNote, chance.One(DemoPeople.AgentNotes));
            Made(await tickets.AddMessage(caller, ticket.Number, note, claim: null, cancellation));
        }
    }

    private async Task AddAnswers(Caller caller)
    {
        foreach (var (title, text) in DemoAnswers.Answers)
        {
            var answer = new CannedAnswerChange(title, Html: null, text, CannedAnswer.All, GroupId: null);
            Made(await answers.Create(caller, within: null, answer));
        }

        foreach (var (name, changes) in DemoAnswers.Macros)
            Made(await macros.Create(caller, within: null, name, changes));
    }

    private static List<LeadProperty> Lead(int number, DemoChance chance, List<User> people)
    {
        var (first, last) = (chance.One(DemoPeople.FirstNames), chance.One(DemoPeople.LastNames));
        string[] stages = ["Prospect", "Prospect", "Prospect", "Opportunity", "Customer", "Disqualified"];
        return
        [
            Value(LeadFieldNames.FirstName, first),
            Value(LeadFieldNames.LastName, last),
            Value(LeadFieldNames.EmailAddress, $"{first}.{last}{Text(number)}@example.com".ToLowerInvariant()),
            Value("Phone", $"+91-98000{Text(10_000 + number)}"),
            Value("Company", chance.Below(3) == 0 ? chance.One(DemoPeople.Companies) : null),
            Value("mx_City", chance.One(DemoPeople.Cities)),
            Value("Source", chance.One(DemoPeople.Sources)),
            Value("ProspectStage", chance.One(stages)),
            Value("Score", Text(chance.Below(100))),
            Value("OwnerId", chance.One(people).Id.ToString()),
        ];
    }

    private static T Made<T>(Result<T> result) => result.Failure is { } failure
        ? throw new InvalidOperationException($"What the demo account is made of was refused: {failure.Message}")
        : result.Value;

    private static LeadProperty Value(string field, string? value) => new() { Attribute = field, Value = value };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
