using Leadline.Platform;

namespace Leadline.Tasks;

/// <summary>Reminds owners of their tasks as that falls due, on every node.</summary>
internal sealed class TaskReminderWorker(
    Wakes wakes, TaskReminders reminders, TimeProvider clock, ILogger<TaskReminderWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromSeconds(1), logger, Wake.Event)
{
    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var (reminded, next) = await reminders.Pass(cancellation);
        return reminded > 0 ? AtOnce : next;
    }
}
