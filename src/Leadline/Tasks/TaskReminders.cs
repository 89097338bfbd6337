using System.Globalization;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Tasks;

/// <summary>
/// Reminds owners of their tasks, once each: the task, its event and its mail commit together. Due tasks are claimed
/// from the database, so any number of nodes may work.
/// </summary>
internal sealed partial class TaskReminders(
    Database database, TaskReminderStore store, AccountOperations accounts, TaskTypeOperations types, MailOutbox outbox,
    ServerOptions options, TimeProvider clock, ILogger<TaskReminders> logger)
{
    private static readonly TimeSpan FaultWait = TimeSpan.FromMinutes(5);

    /// <summary>Works on a batch of due reminders: how many there were, and when there is something to do.</summary>
    public async Task<(int Reminded, DateTime? Next)> Pass(CancellationToken cancellation)
    {
        var now = clock.Now();
        var reminded = 0;
        var found = await store.DueAccounts(now + Rest.Horizon, cancellation);
        foreach (var accountId in Due.Accounts(found, now))
            reminded += await RemindApart(accountId, now, cancellation);
        return (reminded, Due.First(found));
    }

    /// <summary>What fails in one account must not hold up the others: its reminders are put off.</summary>
    private async Task<int> RemindApart(int accountId, DateTime now, CancellationToken cancellation)
    {
        try
        {
            return await database.Transaction(
                accountId, connection => Remind(connection, accountId, now), cancellation);
        }
        catch (Exception exception) when (
            exception is not OperationCanceledException && !DatabaseErrors.IsUnavailable(exception))
        {
            Log.Failed(logger, accountId, exception.GetType().Name, exception.StackTrace);
            await store.PutOff(accountId, now, now + FaultWait);
            return 0;
        }
    }

    private async Task<int> Remind(NpgsqlConnection connection, int accountId, DateTime now)
    {
        if (await accounts.Find(accountId) is not { } account)
            return 0;
        var tasks = await TaskReminderStore.Claim(connection, accountId, now);
        if (tasks.Count == 0)
            return 0;
        var catalog = await types.Get(accountId);
        var rows = new RowBuffer();
        foreach (var task in tasks)
        {
            rows.Add(
                EventStore.Append,
                new Event(
                    accountId, Ids.New(), TaskEvents.Reminder, task.LeadId, task.Id, task.OwnerId, now, Data: null));
            if (Mail(account, task, catalog.Find(task.TypeId)) is { } mail)
                rows.Add(MailStore.Insert, new OutgoingMail(Ids.New(), mail, now));
        }

        outbox.Notify(rows);
        await rows.Write(connection);
        return tasks.Count;
    }

    /// <summary>The mail to the owner; null where none is wanted, none can be sent, or nobody would read it.</summary>
    private MailMessage? Mail(Account account, UserTask task, TaskType? type)
    {
        if (!task.Reminder.ByMail || options.Mail is null)
            return null;
        if (account.Users.GetValueOrDefault(task.OwnerId) is not { IsActive: true } owner
            || EmailAddress.Read(owner.Email) is not { } address)
            return null;
        return new MailMessage(account.Id, address, $"Reminder: {task.Name}", Text(account, task, type))
        {
            IsAutomatic = true,
        };
    }

    private static string Text(Account account, UserTask task, TaskType? type)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(account.TimeZone);
        var lines = new List<string> { task.Name, "" };
        if (type is not null)
            lines.Add($"Type: {type.Name}");
        lines.Add(task.EndOn is { } end
            ? $"When: {Time(task.DueOn)} to {Time(end)} ({account.TimeZone})"
            : $"Due: {Time(task.DueOn)} ({account.TimeZone})");
        if (task.Location is { } location)
            lines.Add($"Where: {location}");
        if (task.Description is { } description)
            lines.AddRange(["", description]);
        return string.Join('\n', lines) + "\n";

        string Time(DateTime time) => TimeZoneInfo.ConvertTimeFromUtc(time, zone)
            .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static partial class Log
    {
        [LoggerMessage(
            89, LogLevel.Error, "Reminders of account {Account} failed and are put off: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, int account, string error, string? stack);
    }
}
