using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Tasks.TaskCalls;

namespace Leadline.Tests.Tasks;

/// <summary>Reading tasks by Task.svc and LeadManagement.svc (core §4).</summary>
public sealed class TaskReadTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_owners_tasks_are_retrieved_by_their_state_type_and_window()
    {
        var (email, owner) = await Owner("retrieve");
        await New("First", email, "2027-01-01 10:00:00");
        var second = await New("Second", email, "2027-01-02 10:00:00", "Phone Call");
        await New("Third", email, "2027-01-03 10:00:00");
        await server.Get(Service + "MarkComplete?id=" + second).Ok();

        // The lower-case name is a client's (clients.md, A7).
        Assert.Equal(["First", "Second", "Third"], await Names($$""" "LookupName":"ownerEmailAddress","LookupValue":"{{email}}" """));
        Assert.Equal(["First", "Third"], await Names($$""" "LookupName":"OwnerId","LookupValue":"{{owner}}","StatusCode":"0" """));
        Assert.Equal(["Second"], await Names($$""" "LookupName":"OwnerId","LookupValue":"{{owner}}","StatusCode":1 """));
        Assert.Equal(["Second"], await Names($$""" "LookupName":"OwnerId","LookupValue":"{{owner}}","TypeName":"Phone Call" """));
        Assert.Equal([], await Names($$""" "LookupName":"OwnerId","LookupValue":"{{owner}}","TypeName":"Nap" """));
        Assert.Equal(
            ["Second", "Third"],
            await Names($$""" "LookupName":"OwnerId","LookupValue":"{{owner}}","FromDate":"2027-01-02 10:00:00","ToDate":"2027-01-03 10:00:00" """));
        Assert.Equal([], await Names(""" "LookupName":"OwnerId","LookupValue":"nobody" """));
    }

    [Fact]
    public async Task Pages_are_cut_by_offset_or_by_index_and_sorted_either_way()
    {
        var (email, _) = await Owner("pages");
        for (var day = 1; day <= 5; day++)
            await New($"T{day}", email, $"2027-02-0{day} 10:00:00");
        var by = $$""" "LookupName":"OwnerEmailAddress","LookupValue":"{{email}}" """;

        Assert.Equal(["T2", "T3"], await Names(by, ""","Sorting":{"ColumnName":"Duedate","Direction":"0"},"Paging":{"Offset":1,"RowCount":2}"""));
        Assert.Equal(["T3", "T2"], await Names(by, ""","Sorting":{"ColumnName":"DueDate","Direction":1},"Paging":{"PageIndex":2,"PageSize":2}"""));
        Assert.Equal([], await Names(by, ""","Paging":{"Offset":5,"RowCount":200}"""));
        Assert.Equal(5, (await Retrieve(by, ""","Paging":{"Offset":5,"RowCount":200}""")).GetProperty("RecordCount").GetInt32());
    }

    [Fact]
    public async Task Columns_may_be_left_out_or_named()
    {
        var (email, _) = await Owner("columns");
        await New("Columns", email, "2027-02-01 10:00:00");
        var by = $$""" "LookupName":"OwnerEmailAddress","LookupValue":"{{email}}" """;

        var without = (await Retrieve(by, ""","Columns":{"Exclude_CSV":"description, TaskType"}""")).Items("List")[0].Names();
        var named = (await Retrieve(by, ""","Columns":{"Include_CSV":"UserTaskId,Name,NoSuch"}""")).Items("List")[0].Names();

        Assert.Contains("UserTaskId", without);
        Assert.DoesNotContain("Description", without);
        Assert.DoesNotContain("TaskType", without);
        Assert.Equal(["UserTaskId", "Name"], named);
    }

    [Theory]
    [InlineData("", "You have not passed Parameter.")]
    [InlineData(""" "Parameter":{} """, "LookupName")]
    [InlineData(""" "Parameter":{"LookupName":"Name","LookupValue":"x"} """, "LookupName")]
    [InlineData(""" "Parameter":{"LookupName":"OwnerId","StatusCode":3} """, "StatusCode")]
    [InlineData(""" "Parameter":{"LookupName":"OwnerId","FromDate":"x"} """, "FromDate value is not correct.")]
    [InlineData(""" "Parameter":{"LookupName":"OwnerId","FromDate":"2027-01-02","ToDate":"2027-01-01"} """, "FromDate can't be greater than ToDate.")]
    [InlineData(""" "Parameter":{"LookupName":"OwnerId"},"Paging":{"RowCount":1001} """, "PageSize can not be more than 1000.")]
    public async Task A_filter_that_says_nothing_is_refused(string members, string message) =>
        await server.Post(Service + "Retrieve", $$"""{{{members}}}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: " + message);

    [Fact]
    public async Task To_dos_and_appointments_are_told_apart_however_their_users_are_named()
    {
        var (email, owner) = await Owner("kinds");
        await New("Meet", email, "2027-05-03 10:00:00");
        await New("Do", email, "2027-05-03 10:00:00", "To-Do");
        await New("Later", email, "2027-06-30 23:59:59", "To-Do");

        foreach (var (by, user) in new[] { ("ByUserId", owner), ("ByUserEmailAddress", email), ("ByUserSearchCriteria", "OF-KINDS") })
        {
            Assert.Equal(["Do"], await OfUsers("RetrieveToDos/" + by, user, "2027-05-03", "2027-05-03"));
            Assert.Equal(["Do", "Later"], await OfUsers("RetrieveToDos/" + by, user, "2027-05-01", "2027-06-30"));
            Assert.Equal(["Meet"], await OfUsers("RetrieveAppointments/" + by, user, "2027-05-03", "2027-05-03"));
            Assert.Equal([], await OfUsers("RetrieveToDos/" + by, "nobody-at-all", "2027-05-01", "2027-06-30"));
        }
    }

    [Fact]
    public async Task An_appointment_that_has_begun_is_one_of_the_window()
    {
        var (email, _) = await Owner("overlap");
        await New("Night", email, "2027-05-03 23:00:00", more: ""","EndDate":"2027-05-04 01:00:00" """);

        Assert.Equal(["Night"], await OfUsers("RetrieveAppointments/ByUserEmailAddress", email, "2027-05-04", "2027-05-04"));
        Assert.Equal([], await OfUsers("RetrieveAppointments/ByUserEmailAddress", email, "2027-05-05", "2027-05-05"));
    }

    [Theory]
    [InlineData(""" "FromDate":"2027-01-01","ToDate":"2027-04-12","Users":["x"] """, "The date range can not be more than 100 days.")]
    [InlineData(""" "ToDate":"2027-04-12","Users":["x"] """, "FromDate value is not correct.")]
    [InlineData(""" "FromDate":"2027-01-01","Users":["x"] """, "ToDate value is not correct.")]
    [InlineData(""" "FromDate":"2027-01-01","ToDate":"2027-01-02","Users":[] """, "Users")]
    public async Task A_window_of_users_tasks_has_both_ends_and_100_days(string members, string message)
    {
        await server.Post(Service + "RetrieveToDos/ByUserId", $$"""{{{members}}}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: " + message);
        await server.Post(Service + "RetrieveToDos/ByUserId", """{"FromDate":"2027-01-01","ToDate":"2027-04-11","Users":["x"]}""").Ok();
    }

    [Fact]
    public async Task The_tasks_of_a_lead_have_fixed_columns()
    {
        var lead = await server.NewLead("of-lead@example.com");
        var (email, owner) = await Owner("of-lead");
        await New("Second", email, "2016-10-21 01:30:00", more: OnLead(lead));
        await New("First", email, "2016-10-20 01:30:00", more: OnLead(lead, ""","Reminder":20"""));

        var answer = await server.Get("/v2/LeadManagement.svc/RetrieveTaskByLeadId?leadId=" + lead).Ok();

        Assert.Equal(2, answer.GetProperty("RecordCount").GetInt32());
        var first = answer.Items("TaskList")[0];
        Assert.Equal(
            ["TaskID", "Name", "Description", "DueDate", "CreatedOn", "OwnerID", "OwnerName", "CreatedBy", "CreatedByName", "Status", "Reminder"],
            first.Names());
        Assert.Equal(("First", "2016-10-20 01:30:00", owner, "Pending", "20"), (
            first.Text("Name"), first.Text("DueDate"), first.Text("OwnerID"), first.Text("Status"), first.Text("Reminder")));
        Assert.Equal("""{"RecordCount":0,"TaskList":[]}""", (await server.Get("/v2/LeadManagement.svc/RetrieveTaskByLeadId?leadId=nobody")).Body);
        await server.Get("/v2/LeadManagement.svc/RetrieveTaskByLeadId")
            .Refused("MXMandatoryAttributeMissingException", "'leadId' is mandatory for retrieving tasks");
    }

    [Fact]
    public async Task Task_types_are_found_by_their_columns()
    {
        var all = (await server.Get(Service + "RetrieveTaskType").Ok()).EnumerateArray().ToList();
        var meeting = all.Single(type => type.Text("Name") == "Meeting");
        var id = meeting.Text("Id");

        Assert.Equal("#F8BBD0", meeting.Text("Color"));
        Assert.Equal("System", meeting.Text("CreatedBy"));
        Assert.Matches(@"^/Date\(\d{13}\+0000\)/$", meeting.Text("CreatedOn"));
        var owner = meeting.Items("ColumnConfiguration")[0];
        Assert.Equal(("OwnerId", "Owner", 8, true), (
            owner.Text("SchemaName"), owner.Text("DisplayName"), owner.GetProperty("DataType").GetInt32(), owner.GetProperty("Mandatory").GetBoolean()));
        Assert.Contains("OwnerId", JsonDocument.Parse(meeting.Text("FormLayout")!).RootElement.EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["Meeting"], await Types("TaskTypeId", id!));
        Assert.Equal(["Meeting"], await Types("TaskName", "meeting"));
        Assert.Contains("Phone Call", await Types("Category", "1"));
        Assert.DoesNotContain("Meeting", await Types("Category", "1"));
        await server.Get(Service + "RetrieveTaskType?ColumnName=Color&ColumnValue=red")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: ColumnName");
    }

    [Fact]
    public async Task Slots_are_the_working_hours_less_the_open_appointments()
    {
        var (email, owner) = await Owner("slots");
        await New("Busy", email, "2027-05-03 06:00:00", more: ""","EndDate":"2027-05-03 07:00:00" """);
        var done = await New("Done", email, "2027-05-03 08:00:00");
        await server.Get(Service + "MarkComplete?id=" + done).Ok();

        // 2027-05-03 is a Monday; the account's clock is in Kolkata, five and a half hours ahead.
        var window = """ "FromDate":"2027-05-01 00:00:00","ToDate":"2027-05-04 00:00:00" """;
        foreach (var (by, named) in new[] { ("ByUserId", $$""" "UserIds":["{{owner}}"] """), ("ByUserSearchCriteria", $$""" "EmailAddress":"{{email}}" """) })
        {
            var answer = await server.Post(Service + "RetrieveAvailableSlots/" + by, $$"""{{{named}},{{window}}}""").Ok();
            var user = Assert.Single(answer.Items("List"));
            Assert.Equal(email, user.Text("EmailAddress"));
            Assert.Equal(
                ["2027-05-03 03:30:00.000 - 2027-05-03 06:00:00.000", "2027-05-03 07:00:00.000 - 2027-05-03 12:30:00.000"],
                user.Items("AvailableSlots").Select(slot => $"{slot.Text("FromDate")} - {slot.Text("ToDate")}"));
        }

        await server.Post(Service + "RetrieveAvailableSlots/ByUserId", "{}")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: You have not passed any user.");
        await server.Post(Service + "RetrieveAvailableSlots/ByUserId", $$"""{"UserIds":["{{owner}}"],"FromDate":"2027-01-01","ToDate":"2027-03-01"}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: ToDate");
    }

    private async Task<(string Email, string Id)> Owner(string name)
    {
        var email = $"owner-of-{name}@example.com";
        return (email, await server.NewUser(email));
    }

    private Task<string> New(string name, string email, string due, string type = "Meeting", string more = "") =>
        server.NewTask(Body(name, type, $$""","OwnerEmailAddress":"{{email}}","DueDate":"{{due}}"{{more}}"""));

    private Task<JsonElement> Retrieve(string parameter, string more = "") =>
        server.Post(Service + "Retrieve", $$$"""{"Parameter":{{{{parameter}}}}{{{more}}}}""").Ok();

    private async Task<IEnumerable<string?>> Names(string parameter, string more = "") =>
        (await Retrieve(parameter, more)).Items("List").Select(row => row.Text("Name"));

    private async Task<IEnumerable<string?>> OfUsers(string call, string user, string from, string to) =>
        (await server.Post(
            Service + call,
            $$$"""{"FromDate":"{{{from}}}","ToDate":"{{{to}}}","Users":["{{{user}}}"],"Paging":{"PageIndex":1,"PageSize":200}}""").Ok())
        .Items("List").Select(row => row.Text("Name"));

    private async Task<IEnumerable<string?>> Types(string column, string value) =>
        (await server.Get(Service + $"RetrieveTaskType?ColumnName={column}&ColumnValue={Uri.EscapeDataString(value)}").Ok())
        .EnumerateArray().Select(type => type.Text("Name"));
}
