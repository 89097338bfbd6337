using Leadline.Tasks;
using Leadline.Tests.Activities;
using Leadline.Tests.Mail;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Tasks.TaskCalls;

namespace Leadline.Tests.Tasks;

/// <summary>Owners are reminded once, by real mail.</summary>
public sealed class TaskReminderTests(MailServer server) : IClassFixture<MailServer>
{
    private DateTime Now => server.Clock.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task An_owner_gets_one_mail_when_the_reminder_is_due()
    {
        var lead = await server.NewLead("reminded@example.com");
        await server.NewUser("remind-me@example.com");
        var id = await server.NewTask(Body("Visit Asha", more: OnLead(
            lead,
            $$""","DueDate":"{{Time(Now.AddHours(2))}}","Reminder":30,"NotifyBy":"1100","OwnerEmailAddress":"remind-me@example.com","Location":"Pune","Description":"Bring the offer." """)));
        Assert.Equal(["task.created"], await server.Events(id));

        server.Pass(TimeSpan.FromMinutes(91));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Sweep()));
        var mail = await server.Smtp.Mail("remind-me@example.com");

        Assert.Equal("Reminder: Visit Asha", mail.Subject);
        Assert.Contains("Type: Meeting\n", mail.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Where: Pune\n", mail.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Bring the offer.", mail.Text, StringComparison.Ordinal);
        Assert.Equal(["task.created", "task.reminder"], await server.Events(id));
        Assert.Equal(1, await server.Count("SELECT count(*) FROM mail WHERE recipient = 'remind-me@example.com'"));
        await Sweep();
        Assert.Equal(["task.created", "task.reminder"], await server.Events(id));
    }

    [Fact]
    public async Task Who_wants_no_mail_is_reminded_by_an_event_alone()
    {
        await server.NewUser("no-mail@example.com");
        var id = await server.NewTask(Body(
            "Quiet", "To-Do", $$""","DueDate":"{{Time(Now.AddHours(1))}}","Reminder":"15","NotifyBy":"1000","OwnerEmailAddress":"no-mail@example.com" """));

        server.Pass(TimeSpan.FromMinutes(46));
        await Sweep();

        Assert.Equal(["task.created", "task.reminder"], await server.Events(id));
        Assert.Equal(0, await server.Count("SELECT count(*) FROM mail WHERE recipient = 'no-mail@example.com'"));
    }

    [Fact]
    public async Task A_to_dos_reminder_is_on_a_day_before_it()
    {
        var due = Now.Date.AddDays(20).AddHours(15);

        var made = await server.NewTask(Body(
            "Days", "To-Do", $$""","DueDate":"{{Time(due)}}","Reminder":5,"ReminderBeforeDays":"2","ReminderTime":"10:00:00" """));
        var own = await server.NewOwnTask($$""" "type":"To-Do","name":"Days","dueOn":"{{due:O}}","reminder":{"daysBefore":3} """);

        Assert.Equal(due.Date.AddDays(-2).AddHours(10), (await server.OwnTask(made)).GetProperty("remindOn").GetDateTime());
        Assert.Equal(due.AddDays(-3), own.GetProperty("remindOn").GetDateTime());
    }

    [Fact]
    public async Task What_was_moved_completed_or_deleted_is_not_reminded_of_when_it_was_due()
    {
        var members = $$""","DueDate":"{{Time(Now.AddHours(1))}}","Reminder":15 """;
        var moved = await server.NewTask(Body("Moved", more: members));
        var completed = await server.NewTask(Body("Completed", more: members));
        var deleted = await server.NewTask(Body("Deleted", more: members));
        await server.Post(Service + "Update", $$"""{"UserTaskId":"{{moved}}","DueDate":"{{Time(Now.AddHours(9))}}"}""").Ok();
        await server.Get(Service + "MarkComplete?id=" + completed).Ok();
        await server.Post(Service + "DeleteTasks", $$"""{"TaskIds":["{{deleted}}"]}""").Ok();

        server.Pass(TimeSpan.FromMinutes(50));
        await Sweep();
        Assert.DoesNotContain("task.reminder", await server.Events(moved));
        Assert.DoesNotContain("task.reminder", await server.Events(completed));
        Assert.DoesNotContain("task.reminder", await server.Events(deleted));

        await server.Post($"{Own}/{completed}/reopen", "").Ok();
        server.Pass(TimeSpan.FromHours(8));
        await Sweep();
        Assert.Contains("task.reminder", await server.Events(moved));
    }

    [Fact]
    public async Task The_worker_reminds_by_itself()
    {
        await server.NewUser("by-itself@example.com");
        await server.NewTask(Body(
            "Alone", more: $$""","DueDate":"{{Time(Now.AddMinutes(10))}}","Reminder":30,"NotifyBy":"1100","OwnerEmailAddress":"by-itself@example.com" """));

        Assert.Equal("Reminder: Alone", (await server.Smtp.Mail("by-itself@example.com")).Subject);
    }

    /// <summary>What every node does every two seconds.</summary>
    private Task Sweep() => server.Services.GetRequiredService<TaskReminders>().Pass(TestContext.Current.CancellationToken);
}
