using Leadline.Accounts;
using Leadline.Live;
using Leadline.Platform.Errors;

namespace Leadline.Notifications;

/// <summary>A notification with what its record is called.</summary>
internal sealed record NamedNotification(Notification One, RecordFacts? Record, string? Title);

/// <summary>A page of notifications.</summary>
internal sealed record NotificationPage(IReadOnlyList<NamedNotification> Found, int Unread, Guid? Next);

/// <summary>A user's own notifications. One of a record that the user sees no more is not shown.</summary>
internal sealed class NotificationOperations(NotificationStore store, LiveRecords records, NotificationRun run)
{
    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such notification.");

    private static readonly Failure NothingNamed = new(
        ErrorCode.MissingAttribute, "Name 'ids' or a 'record', or say 'all'.");

    public async Task<NotificationPage> Page(
        Caller caller, bool unreadOnly, Guid? after, int most, CancellationToken cancellation)
    {
        var (page, unread) = await store.Page(
            caller.AccountId, caller.User.Id, unreadOnly, after, most, cancellation);
        return new NotificationPage(
            await Named(caller, page, cancellation), unread, page.Count == most ? page[^1].Id : null);
    }

    /// <summary>Marks as read; the answer is how many are left.</summary>
    public async Task<Result<int>> Read(
        Caller caller, IReadOnlyList<Guid>? ids, string? record, bool all, CancellationToken cancellation)
    {
        Guid? recordId = null;
        if (record is not null)
        {
            var found = await records.Named(caller, record, cancellation);
            if (found.Failure is { } unknown)
                return unknown;
            recordId = found.Value.Id;
        }
        else if (ids is null && !all)
        {
            return NothingNamed;
        }

        await store.Read(caller.AccountId, caller.User.Id, ids is null ? null : [.. ids], recordId);
        return await Changed(caller);
    }

    public async Task<Result<NamedNotification>> Change(
        Caller caller, Guid? id, bool? isRead, bool? isPinned, CancellationToken cancellation)
    {
        if (id is not { } known
            || await store.Change(caller.AccountId, caller.User.Id, known, isRead, isPinned) is not { } one)
            return Unknown;
        await Changed(caller);
        return await Named(caller, [one], cancellation) is [var named] ? named : Unknown;
    }

    public async Task<Failure?> Remove(Caller caller, Guid? id)
    {
        if (id is not { } known || await store.Remove(caller.AccountId, caller.User.Id, known) == 0)
            return Unknown;
        await Changed(caller);
        return null;
    }

    /// <summary>Removes what is read and not kept; the answer is how many are unread.</summary>
    public async Task<int> Clear(Caller caller)
    {
        await store.Remove(caller.AccountId, caller.User.Id, id: null);
        return await Changed(caller);
    }

    private async Task<int> Changed(Caller caller)
    {
        await run.Tell(caller.AccountId, caller.User.Id, id: null, kind: null);
        return await store.Unread(caller.AccountId, caller.User.Id);
    }

    private async Task<IReadOnlyList<NamedNotification>> Named(
        Caller caller, IReadOnlyList<Notification> page, CancellationToken cancellation)
    {
        var facts = await records.Find(
            caller.AccountId, [.. page.Select(one => one.Record).Distinct()], cancellation);
        var view = await records.ViewOf(caller);
        var webhooks = caller.User.IsAdministrator
            ? await store.Webhooks(
                caller.AccountId,
                [.. page.Where(one => one.RecordKind == Notification.Webhook).Select(one => one.RecordId)],
                cancellation)
            : new Dictionary<Guid, string>();
        return
        [
            .. from one in page
               let record = facts.GetValueOrDefault(one.Record)
               let webhook = webhooks.GetValueOrDefault(one.RecordId)
               where webhook is not null || (record is not null && view.Sees(record))
               select new NamedNotification(one, record, record?.Title ?? webhook),
        ];
    }
}
