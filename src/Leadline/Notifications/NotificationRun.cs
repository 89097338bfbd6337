using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Live;
using Leadline.Platform;
using Leadline.Protocol.Own;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Notifications;

/// <summary>
/// Reads an account's log and makes notifications of it. The place in the log and what was made of it commit together,
/// so each is made once, whichever node reads.
/// </summary>
internal sealed class NotificationRun(
    Database database, EventLogStore log, NotificationMaker maker, NotificationStore store, LiveSigns signs,
    TimeProvider clock)
{
    private const int PageSize = 500;

    // Who was away so long is told of nothing older.
    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    /// <summary>Reads on to the end of the log.</summary>
    public async Task Pass(int accountId, CancellationToken cancellation)
    {
        while (true)
        {
            var told = new List<(Guid UserId, Notification? Made)>();
            var hasRead = await database.Transaction(
                accountId, connection => Read(connection, accountId, told, cancellation), cancellation);
            foreach (var (userId, made) in told)
                await Tell(accountId, userId, made?.Id, made?.Kind);
            if (!hasRead)
                return;
        }
    }

    /// <summary>Tells the user's windows that the notifications have changed.</summary>
    public async Task Tell(int accountId, Guid userId, Guid? id, string? kind)
    {
        var told = new LiveNotification(id, kind, await store.Unread(accountId, userId));
        signs.Send(new LiveSign(
            accountId, "notification", JsonSerializer.Serialize(told, OwnJson.Default.LiveNotification))
        {
            To = userId,
        });
    }

    private async Task<bool> Read(
        NpgsqlConnection connection, int accountId, List<(Guid UserId, Notification? Made)> told,
        CancellationToken cancellation)
    {
        if (await NotificationStore.Hold(connection, accountId) is not { } position)
            return false;
        var page = await log.Read(
            accountId, position, NotificationMaker.Kinds, clock.Now() - Back, PageSize, cancellation);
        if (page.End is not { } end)
            return false;
        var made = await maker.Make(accountId, page.Events, cancellation);
        foreach (var (_, one) in page.Events)
            foreach (var userId in await Settle(connection, accountId, one, made))
                told.Add((userId, null));
        foreach (var one in made)
            if (await NotificationStore.Add(connection, accountId, one))
                told.Add((one.UserId, one));
        await NotificationStore.Move(connection, accountId, end);
        return true;
    }

    // What somebody else has been given, or what is done, is no more of one's business.
    private static async Task<IReadOnlyList<Guid>> Settle(
        NpgsqlConnection connection, int accountId, Event one, IReadOnlyList<Notification> made) => one.Kind switch
        {
            "task.completed" when one.RecordId is { } taskId =>
                await NotificationStore.Settle(connection, accountId, taskId, Notification.Reminder, except: null),
            "ticket.assigned" when one.RecordId is { } ticketId => await NotificationStore.Settle(
                connection,
                accountId,
                ticketId,
                Notification.Assigned,
                made.LastOrDefault(other => other.EventId == one.Id)?.UserId),
            _ => [],
        };
}
