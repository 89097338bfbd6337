using System.Collections.Concurrent;
using System.Diagnostics;
using Leadline.Events;
using Leadline.Platform;

namespace Leadline.Webhooks;

/// <summary>
/// Finds webhooks that have something to be told of, and tells each by itself: a receiver that is slow or down keeps no
/// other waiting.
/// </summary>
internal sealed class WebhookWorker(
    WebhookStore store, EventLogStore log, WebhookBodies bodies, WebhookSender sender, WebhookNotices notices,
    Wakes wakes, TimeProvider clock, ILogger<WebhookWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.Event, Wake.Webhook)
{
    private static readonly TimeSpan RenewEvery = WebhookRun.Lease / 4;

    private readonly Guid node = Guid.NewGuid();
    private readonly Stopwatch renewed = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<(int AccountId, Guid Id), Task> running = new();
    private readonly ConcurrentDictionary<(int AccountId, Guid Id), WebhookRun> runs = new();

    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var now = Clock.Now();
        var found = await store.Due(node, now, cancellation);
        foreach (var (accountId, id, on) in found)
            if (on <= now && !running.ContainsKey((accountId, id)))
                running[(accountId, id)] = Task.Run(() => Tell((accountId, id), cancellation), cancellation);
        await Renew();
        foreach (var (webhook, run) in runs)
            if (run.IsForgotten && !running.ContainsKey(webhook))
                runs.TryRemove(webhook, out _);
        var next = found.Select(one => one.On).Where(on => on > now).Cast<DateTime?>().Min();
        var renewal = now + RenewEvery;
        return running.IsEmpty || next < renewal ? next : renewal;
    }

    // Well before the lease ends: who is told by this node is told by no other meanwhile.
    private async Task Renew()
    {
        if (running.IsEmpty || renewed.Elapsed < RenewEvery)
            return;
        renewed.Restart();
        foreach (var accountId in running.Keys.Select(webhook => webhook.AccountId).Distinct())
            await store.Renew(accountId, node, Clock.Now() + WebhookRun.Lease);
    }

    private async Task Tell((int AccountId, Guid Id) webhook, CancellationToken cancellation)
    {
        var run = runs.GetOrAdd(webhook, _ => new WebhookRun(store, log, bodies, sender, notices, Clock, node));
        try
        {
            await run.Run(webhook.AccountId, webhook.Id, cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogFailure(exception);
        }
        finally
        {
            if (!run.HasRefusals)
                runs.TryRemove(webhook, out _);
            running.TryRemove(webhook, out _);

            // It may be due again when its pause is over.
            Wakes.Tell(Wake.Webhook);
        }
    }
}
