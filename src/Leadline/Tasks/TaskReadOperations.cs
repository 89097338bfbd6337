using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Tasks;

/// <summary>Reading the tasks that the caller may see, and when users are free of theirs.</summary>
internal sealed class TaskReadOperations(TaskReadStore store, TimeProvider clock)
{
    public const int UsualSlotMinutes = 30;

    private const int LongestSlotMinutes = 1_440;
    private const int MostAppointments = 20_000;

    private static readonly TimeSpan UsualWindow = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    /// <summary>The task; null when there is none of this id.</summary>
    public Task<UserTask?> Find(Caller caller, Guid taskId, CancellationToken cancellation) =>
        store.Find(caller, taskId, cancellation);

    /// <summary>A page of tasks, and how many there are over all pages.</summary>
    public Task<TaskPage> Search(Caller caller, TaskQuery query, CancellationToken cancellation) =>
        store.Search(caller, query, cancellation);

    /// <summary>A page of tasks.</summary>
    public Task<IReadOnlyList<UserTask>> List(Caller caller, TaskQuery query, CancellationToken cancellation) =>
        store.List(caller, query, cancellation);

    /// <summary>
    /// When each of the users has no open appointment, from a moment (now) to another (a week later), at most 31 days
    /// on, in stretches of so many minutes at least.
    /// </summary>
    public async Task<Result<IReadOnlyList<(User User, IReadOnlyList<TimeSlot> Slots)>>> Free(
        Caller caller, IReadOnlyList<User> users, DateTime? from, DateTime? to, int minutes,
        CancellationToken cancellation)
    {
        var begin = from ?? clock.Now();
        if (begin.Year is < 1900 or > 9000)
            return Unfit("from", "A window lies in the years 1900 to 9000.");
        var window = new TimeSlot(begin, to ?? begin + UsualWindow);
        if (window.To < window.From || window.To - window.From > LongestWindow)
            return Unfit("to", $"A window has at most {LongestWindow.Days} days.");
        if (minutes is < 1 or > LongestSlotMinutes)
            return Unfit("minutes", $"A slot has 1 to {LongestSlotMinutes} minutes.");
        var account = caller.Account;

        // That somebody is busy is no secret; with what, is.
        var appointments = await store.List(
            caller.Unrestricted,
            new TaskQuery
            {
                AccountId = account.Id,
                OwnerIds = [.. users.Select(user => user.Id)],
                Category = TaskCategory.Appointment,
                IsCompleted = false,
                From = window.From,
                Before = window.To,
                ByOverlap = true,
                Take = MostAppointments,
            },
            cancellation);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(account.TimeZone);
        var busy = appointments.ToLookup(
            task => task.OwnerId, task => new TimeSlot(task.DueOn, task.EndOn ?? task.DueOn));
        return Result<IReadOnlyList<(User, IReadOnlyList<TimeSlot>)>>.Success(
        [
            .. users.Select(user => (
                user, FreeSlots.Of([.. busy[user.Id]], window, TimeSpan.FromMinutes(minutes), zone))),
        ]);
    }

    private static Failure Unfit(string member, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = member };
}
