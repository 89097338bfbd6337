using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Tasks.TaskCalls;

namespace Leadline.Tests.Tasks;

/// <summary>Making, changing, completing and deleting tasks by Task.svc (core §4).</summary>
public sealed class TaskTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Lead = "/v2/LeadManagement.svc/";

    private static string Admin => "admin@example.com";

    [Fact]
    public async Task The_printed_appointment_is_kept_with_all_that_it_passes()
    {
        var lead = await server.NewLead("printed@example.com");
        await server.NewTaskType(""" "name":"Demo","category":"appointment","fields":[{"schemaName":"mx_Custom_1"}] """);

        var id = await server.NewTask(
            $$"""
            { "Name":"Meeting: Subject","Description":"..","RelatedEntity":1,"RelatedEntityId":"{{lead}}",
              "DueDate":"2020-11-11 10:30:00","EndDate":"2020-11-11 10:45:00",
              "Reminder":30, "ReminderBeforeDays":"1","ReminderTime":"10:00:00","NotifyBy":"1100",
              "OwnerEmailAddress":"{{Admin}}" , "TaskType":{"Name":"Demo"}, "Location":"..","CustomFields":{"mx_Custom_1":".."} }
            """);

        var row = await server.Row(id);
        Assert.Equal("Meeting: Subject", row.Text("Name"));
        Assert.Equal("..", row.Text("Description"));
        Assert.Equal("..", row.Text("Location"));
        Assert.Equal(0, row.GetProperty("Category").GetInt32());
        Assert.Equal("Demo", row.GetProperty("TaskType").Text("Name"));
        Assert.Equal(1, row.GetProperty("RelatedEntity").GetInt32());
        Assert.Equal(lead, row.Text("RelatedEntityId"));
        Assert.Equal("2020-11-11 10:30:00.000", row.Text("DueDate"));
        Assert.Equal("2020-11-11 10:45:00.000", row.Text("EndDate"));
        Assert.Equal(30, row.GetProperty("Reminder").GetInt32());
        Assert.Equal(1, row.GetProperty("ReminderBeforeDays").GetInt32());
        Assert.Equal("10:00:00", row.Text("ReminderTime"));
        Assert.Equal("1100", row.Text("NotifyBy"));
        Assert.Equal(0, row.GetProperty("StatusCode").GetInt32());
        Assert.Equal(Admin, row.Text("OwnerEmailAddress"));
        Assert.Equal("..", row.GetProperty("CustomFields").Text("mx_Custom_1"));
        Assert.Equal(["task.created"], await server.Events(id));
    }

    [Fact]
    public async Task Times_that_are_not_passed_are_todays_and_the_types()
    {
        var appointment = await server.Row(await server.NewTask(Body("Now")));
        var toDo = await server.Row(await server.NewTask(Body("Today", "To-Do")));

        var begin = DateTime.Parse(appointment.Text("DueDate")!);
        Assert.InRange(begin, DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow);
        Assert.Equal(begin.AddMinutes(30), DateTime.Parse(appointment.Text("EndDate")!));
        Assert.InRange(DateTime.Parse(toDo.Text("DueDate")!), DateTime.UtcNow, DateTime.UtcNow.AddDays(1));
        Assert.Equal(JsonValueKind.Null, toDo.GetProperty("EndDate").ValueKind);
        Assert.Equal(1, toDo.GetProperty("Category").GetInt32());
    }

    [Fact]
    public async Task An_update_changes_what_it_passes_and_answers_with_the_number()
    {
        var lead = await server.NewLead("update-task@example.com");
        var owner = await server.NewUser("task-owner@example.com");
        var id = await server.NewTask(Body("Before", more: OnLead(lead, ""","DueDate":"2027-03-01 10:00:00","Description":"d" """)));

        var message = (await server.Post(
            Service + "Update",
            $$"""{"UserTaskId":"{{id}}","Name":"After","OwnerUserId":"{{owner}}","DueDate":"2027-03-02 11:00:00"}""").Ok()).GetProperty("Message");

        var row = await server.Row(id);
        Assert.Equal(1, message.GetProperty("AffectedRows").GetInt32());
        Assert.Equal(row.GetProperty("UserTaskAutoId").GetInt64(), message.GetProperty("AutoId").GetInt64());
        Assert.Equal("After", row.Text("Name"));
        Assert.Equal("d", row.Text("Description"));
        Assert.Equal(lead, row.Text("RelatedEntityId"));
        Assert.Equal(owner, row.Text("OwnerId"));
        Assert.Equal("Opal Owner", row.Text("OwnerName"));
        Assert.Equal("2027-03-02 11:30:00.000", row.Text("EndDate"));
        Assert.Equal(["task.created", "task.updated"], await server.Events(id));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_leaves_no_event()
    {
        var id = await server.NewTask(Body("Same", more: ""","DueDate":"2027-03-01 10:00:00" """));

        await server.Post(Service + "Update", Body("Same", more: $$""","UserTaskId":"{{id}}","DueDate":"2027-03-01 10:00:00" """)).Ok();

        Assert.Equal(["task.created"], await server.Events(id));
    }

    [Theory]
    [InlineData("GET", "MarkComplete?id=")]
    [InlineData("POST", "MarkAsComplete?taskId=")]
    public async Task A_completed_task_stands_on_the_leads_timeline_once(string method, string call)
    {
        var lead = await server.NewLead($"complete-{method}@example.com");
        var id = await server.NewTask(Body("Call back", "Phone Call", OnLead(lead)));
        var before = DateTime.UtcNow.AddSeconds(-1);

        for (var time = 0; time < 2; time++)
        {
            var answer = await server.Send(new HttpMethod(method), Service + call + id, body: null).Ok();
            Assert.Equal(1, answer.GetProperty("Message").GetProperty("AffectedRows").GetInt32());
        }

        var row = await server.Row(id);
        Assert.Equal(1, row.GetProperty("StatusCode").GetInt32());
        Assert.InRange(DateTime.Parse(row.Text("CompletedOn")!), before, DateTime.UtcNow.AddSeconds(1));
        Assert.Equal(3030, Assert.Single(await server.Timeline(lead)));
        Assert.Equal(["task.created", "task.completed"], await server.Events(id));
        var activity = (await server.Post(ActivityCalls.Service + $"Retrieve?leadId={lead}", "{}").Ok()).Items("ProspectActivities").Single();
        Assert.Equal("Task Completed", activity.Text("EventName"));
        Assert.Contains(activity.Items("Data"), detail => detail.Text("Key") == "TaskName" && detail.Text("Value") == "Call back");
        Assert.Equal("Task Completed", (await server.Get($"{Lead}Leads.GetById?id={lead}").Ok())[0].Text("ProspectActivityName_Max"));
    }

    [Fact]
    public async Task A_task_is_about_an_opportunity_and_its_lead()
    {
        var opportunity = await server.NewOpportunity("of-opportunity@example.com", 12231);
        var id = await server.NewTask(Body("Offer", more: $$""","RelatedEntity":"5","RelatedEntityId":"{{opportunity}}" """));
        var lead = (await server.OwnTask(id)).Text("leadId");

        await server.Get(Service + "MarkComplete?id=" + id).Ok();

        var row = await server.Row(id);
        Assert.Equal(5, row.GetProperty("RelatedEntity").GetInt32());
        Assert.Equal(opportunity, row.Text("RelatedEntityId"));
        Assert.Contains(3030, await server.Timeline(lead!));
        var posted = await server.Post(
            OpportunityCalls.Service + $"GetActivitiesOfOpportunity?opportunityId={opportunity}", "{}").Ok();
        Assert.Equal("3030", Assert.Single(posted.Items("List")).Text("ActivityEvent"));
    }

    [Fact]
    public async Task Tasks_go_with_their_lead_and_with_their_opportunity()
    {
        var opportunity = await server.NewOpportunity("doomed-task@example.com", 12231);
        var ofOpportunity = await server.NewTask(Body("Offer", more: $$""","RelatedEntity":5,"RelatedEntityId":"{{opportunity}}" """));
        var lead = (await server.OwnTask(ofOpportunity)).Text("leadId")!;
        var ofLead = await server.NewTask(Body("Call", more: OnLead(lead)));
        var ofNobody = await server.NewTask(Body("Mine"));

        await server.Get(OpportunityCalls.Service + "Delete?Id=" + opportunity).Ok();
        Assert.Equal("[]", (await server.Get(Service + "Retrieve.GetById?id=" + ofOpportunity)).Body);
        await server.Row(ofLead);

        await server.Get(Lead + "Lead/Delete/ById?leadId=" + lead).Ok();
        Assert.Equal("[]", (await server.Get(Service + "Retrieve.GetById?id=" + ofLead)).Body);
        await server.Row(ofNobody);
    }

    [Fact]
    public async Task Many_tasks_are_made_each_with_an_answer()
    {
        var lead = await server.NewLead("bulk-task@example.com");

        var answer = await server.Post(
            Service + "Bulk/Create",
            $$"""{"TaskList":[{{Body("One", more: OnLead(lead))}},{{Body("Two", "Nap")}},{{Body("Three", "Email")}}],"StatusWebhookURL":""}""").Ok();

        Assert.Equal("Success", answer.Text("Status"));
        Assert.False(answer.GetProperty("Message").GetProperty("IsSuccessful").GetBoolean());
        Assert.True(long.TryParse(answer.GetProperty("Message").Text("Id"), out _));
        var rows = answer.Items("Response");
        Assert.Equal([true, false, true], rows.Select(row => row.GetProperty("IsSuccessful").GetBoolean()));
        Assert.Equal("One", (await server.Row(rows[0].Text("UserTaskId")!)).Text("Name"));
        Assert.Equal("MXInvalidInputException", rows[1].Text("ExceptionType"));
        Assert.Equal("Invalid Input! Parameter Name: TaskType", rows[1].Text("ExceptionMessage"));
        await server.Post(Service + "Bulk/Create", $$"""{"TaskList":[{{string.Join(',', Enumerable.Repeat(Body("x"), 51))}}]}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: You can not pass more than 50 tasks.");
    }

    [Fact]
    public async Task Many_appointments_are_moved_and_to_dos_are_not()
    {
        var appointment = await server.NewTask(Body("Move me", more: ""","DueDate":"2027-04-01 10:00:00" """));
        var toDo = await server.NewTask(Body("Leave me", "To-Do", ""","DueDate":"2027-04-01 10:00:00" """));

        var answer = await server.Post(
            Service + "BulkUpdateAppointmentTime",
            $$"""
            {"TaskList":[{"UserTaskId":"{{appointment}}","FromDate":"2027-04-02 08:00:00","ToDate":"2027-04-02 09:15:00"},
             {"UserTaskId":"{{toDo}}","FromDate":"2027-04-02 08:00:00","ToDate":"2027-04-02 09:15:00"}]}
            """).Ok();

        Assert.Equal([true, false], answer.Items("Response").Select(row => row.GetProperty("IsSuccessful").GetBoolean()));
        var moved = await server.Row(appointment);
        Assert.Equal(("2027-04-02 08:00:00.000", "2027-04-02 09:15:00.000"), (moved.Text("DueDate"), moved.Text("EndDate")));
        Assert.Equal("2027-04-01 10:00:00.000", (await server.Row(toDo)).Text("DueDate"));
        var one = await server.Post(
            Service + "BulkUpdateAppointmentTime",
            $$"""{"TaskList":[{"UserTaskId":"{{appointment}}","FromDate":"2027-04-03 08:00:00","ToDate":"2027-04-03 09:00:00"}]}""").Ok();
        Assert.True(one.GetProperty("Message").GetProperty("IsSuccessful").GetBoolean());
    }

    [Fact]
    public async Task Many_tasks_are_deleted_and_what_was_missing_is_told()
    {
        var (one, other) = (await server.NewTask(Body("One")), await server.NewTask(Body("Other")));

        var answer = await server.Post(Service + "DeleteTasks", $$"""{"TaskIds":["{{one}}","{{other}}"]}""");
        var again = await server.Post(Service + "DeleteTasks", $$"""{"TaskIds":["{{one}}","nothing"]}""").Ok();

        Assert.Equal(
            """{"Status":"Success","Operation":"Bulk Delete Tasks","TasksCount":2,"DeletedTasksCount":2,"FailureReason":null}""",
            answer.Body);
        Assert.Equal(0, again.GetProperty("DeletedTasksCount").GetInt32());
        Assert.Equal("2 task(s) do not exist.", again.Text("FailureReason"));
        Assert.Equal(["task.created", "task.deleted"], await server.Events(one));
        await server.Post(Service + "DeleteTasks", "{}").Refused("MXInvalidInputException", "Invalid Input! Parameter Name: TaskIds");
    }

    [Theory]
    [InlineData("""{"TaskType":{"Name":"Meeting"}}""", "MXMandatoryAttributeMissingException", "'Name' is mandatory for a task")]
    [InlineData("""{"Name":"x"}""", "MXMandatoryAttributeMissingException", "'TaskType' is mandatory for a task")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Nap"}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: TaskType")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"DueDate":"soon"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: DueDate")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"DueDate":"0001-01-01"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: DueDate")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"DueDate":"2027-01-02","EndDate":"2027-01-01"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: EndDate")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"OwnerEmailAddress":"nobody@example.com"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: OwnerId")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"RelatedEntity":7,"RelatedEntityId":"4597c076-be5a-4ba2-9b08-ecd21626750f"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: RelatedEntity")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"RelatedEntity":1}""", "MXInvalidInputException", "Invalid Input! Parameter Name: RelatedEntityId")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"RelatedEntity":1,"RelatedEntityId":"4597c076-be5a-4ba2-9b08-ecd21626750f"}""", "MXInvalidEntityException", "Lead does not exist in the system")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"RelatedEntity":5,"RelatedEntityId":"4597c076-be5a-4ba2-9b08-ecd21626750f"}""", "MXUnknownProspectActivityException", "Opportunity does not exist.")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"Reminder":-1}""", "MXInvalidInputException", "Invalid Input! Parameter Name: Reminder")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"ReminderTime":"noon"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: ReminderTime")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"StatusCode":2}""", "MXInvalidInputException", "Invalid Input! Parameter Name: StatusCode")]
    [InlineData("""{"Name":"x","TaskType":{"Name":"Meeting"},"CustomFields":{"mx_Custom_9":"1"}}""", "MXInvalidActivityFieldsException", "Task field(s) does not exist - mx_Custom_9")]
    public async Task What_is_no_task_is_refused(string body, string type, string message) =>
        await server.Post(Service + "Create", body).Refused(type, message);

    [Fact]
    public async Task An_unknown_task_is_neither_changed_nor_completed()
    {
        await server.Post(Service + "Update", $$"""{"UserTaskId":"{{Guid.NewGuid()}}","Name":"x"}""")
            .Refused("MXInvalidEntityException", "Task does not exist.");
        await server.Get(Service + "MarkComplete?id=nothing").Refused("MXInvalidEntityException", "Task does not exist.");
        await server.Post(Service + "Update", """{"Name":"x"}""")
            .Refused("MXMandatoryAttributeMissingException", "'UserTaskId' is mandatory for updating task");
    }

    [Fact]
    public async Task A_call_that_is_sent_again_under_its_key_makes_one_task()
    {
        var lead = await server.NewLead("once-task@example.com");
        var body = Body("Once", more: OnLead(lead, ""","StatusCode":"1" """));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            server.Send(HttpMethod.Post, Service + "Create", body, ("Idempotency-Key", "task-once"))));

        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        var tasks = await server.Get($"{Lead}RetrieveTaskByLeadId?leadId={lead}").Ok();
        Assert.Equal(1, tasks.GetProperty("RecordCount").GetInt32());
        Assert.Equal("Completed", tasks.Items("TaskList")[0].Text("Status"));
        Assert.Equal(3030, Assert.Single(await server.Timeline(lead)));
    }

    [Fact]
    public async Task Of_completions_that_race_one_leaves_an_activity()
    {
        var lead = await server.NewLead("race-complete@example.com");
        var id = await server.NewTask(Body("Race", more: OnLead(lead)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => server.Get(Service + "MarkComplete?id=" + id)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(3030, Assert.Single(await server.Timeline(lead)));
    }

    [Fact]
    public async Task Writers_of_tasks_and_leads_that_race_meet_no_fault_and_leave_no_task_without_its_lead()
    {
        var leads = new List<string>();
        for (var number = 0; number < 4; number++)
            leads.Add(await server.NewLead($"race-task-{number}@example.com"));
        var tasks = new List<string>();
        foreach (var lead in leads)
            tasks.Add(await server.NewTask(Body("Race", more: OnLead(lead))));

        var calls = new List<Task<Answer>>();
        for (var round = 0; round < 4; round++)
        {
            for (var at = 0; at < leads.Count; at++)
            {
                var (lead, other) = (leads[at], leads[^(at + 1)]);
                calls.Add(server.Post(Service + "Bulk/Create", $$"""{"TaskList":[{{Body("a", more: OnLead(lead))}},{{Body("b", more: OnLead(other))}}]}"""));
                calls.Add(server.Post(Service + "Update", $$"""{"UserTaskId":"{{tasks[at]}}","RelatedEntity":1,"RelatedEntityId":"{{other}}"}"""));
                calls.Add(server.Get(Service + "MarkComplete?id=" + tasks[at]));
                calls.Add(server.Post(ActivityCalls.Service + "Create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":105}"""));
            }
        }

        foreach (var lead in leads.Take(2))
            calls.Add(server.Get(Lead + "Lead/Delete/ById?leadId=" + lead));
        calls.Add(server.Post(Service + "DeleteTasks", $$"""{"TaskIds":["{{tasks[3]}}","{{tasks[2]}}"]}"""));
        var answers = await Task.WhenAll(calls);

        Assert.All(answers, answer => Assert.DoesNotContain("ServiceException", answer.Body, StringComparison.Ordinal));
        Assert.Equal(0, await server.Count(
            """
            SELECT count(*) FROM task t WHERE t.lead_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM lead l WHERE l.account_id = t.account_id AND l.lead_id = t.lead_id)
            """));
    }
}
