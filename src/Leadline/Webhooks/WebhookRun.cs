using System.Diagnostics;
using Leadline.Events;
using Leadline.Platform;

namespace Leadline.Webhooks;

/// <summary>
/// Tells one webhook what has happened, page by page of the log: the events of a lead one after the other, those of
/// different leads side by side. What a receiver takes is done; where it takes nothing it is tried again after growing
/// pauses, and switched off after ten tries; what it refuses three times while it takes others is left.
/// </summary>
internal sealed class WebhookRun(
    WebhookStore store, EventLogStore log, WebhookBodies bodies, WebhookSender sender, WebhookNotices notices,
    TimeProvider clock, Guid node)
{
    /// <summary>Tries in a row, none of them a success, after which a webhook is switched off (core §7.1).</summary>
    public const int MostFailures = 10;

    private const int MostAttempts = 3;
    private const int PageSize = 1_000;
    private const int SideBySide = 16;
    private const int Probes = 3;
    private const int Success = 200;

    /// <summary>How long a node that says nothing holds a webhook.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    // What was answered is kept at least so often.
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // How often an event was refused while others got through.
    private readonly Dictionary<Guid, int> refusals = [];
    private readonly Stopwatch sinceRun = Stopwatch.StartNew();

    /// <summary>True while it knows of events that were refused.</summary>
    public bool HasRefusals => refusals.Count > 0;

    /// <summary>True where it was not gone on with for so long that its webhook is gone, or another node's.</summary>
    public bool IsForgotten => sinceRun.Elapsed > LongestPause * 2;

    /// <summary>Goes on until there is nothing more to tell, or the receiver is to be left alone for now.</summary>
    public async Task Run(int accountId, Guid id, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            sinceRun.Restart();
            var now = clock.Now();
            if (await store.Hold(accountId, id, node, now, now + Lease) is not { } progress)
                return;
            var page = await log.Read(
                accountId, progress.Position, progress.Webhook.Kinds, DateTime.MinValue, PageSize, cancellation);
            if (page.End is not { } end)
                break;
            var (told, until) = await ToTell(progress, page.Events, end, cancellation);
            if (!await Tell(progress, page.Events, told, until, cancellation))
                return;
        }

        await store.Release(accountId, id, node);
    }

    /// <summary>
    /// What is to be sent of a page, and up to where that is all. For a receiver that took nothing, bodies are made of
    /// a few events only: no more would be sent.
    /// </summary>
    private async Task<(List<(LoggedEvent Logged, string Body)> Told, LogPosition Until)> ToTell(
        WebhookProgress progress, List<LoggedEvent> page, LogPosition end, CancellationToken cancellation)
    {
        var open = page.FindAll(logged => !progress.Passed.Contains(logged.Event.Id));
        if (progress.Webhook.Failures == 0)
            return (await bodies.Of(progress.Webhook, open, cancellation), end);
        foreach (var few in open.Chunk(Probes * Probes))
            if (await bodies.Of(progress.Webhook, few, cancellation) is { Count: > 0 } told)
                return (told, few[^1] == open[^1] ? end : few[^1].Position);
        return ([], end);
    }

    /// <summary>One round over a page; false where somebody else has moved the webhook meanwhile.</summary>
    private async Task<bool> Tell(
        WebhookProgress progress,
        List<LoggedEvent> page,
        List<(LoggedEvent Logged, string Body)> told,
        LogPosition end,
        CancellationToken cancellation)
    {
        var webhook = progress.Webhook;

        // Whether a receiver that took nothing is back is asked with a few events, of which one may be at fault.
        var tried = webhook.Failures > 0 ? told.DistinctBy(one => LaneOf(one.Logged)).Take(Probes).ToList() : told;
        var deliveries = await Send(webhook, tried, cancellation);
        var isAlive = deliveries.Exists(one => one.Status == Success);
        if (isAlive)
        {
            deliveries = deliveries.ConvertAll(
                one => one with { IsGivenUp = one.Status != Success && one.Attempt >= MostAttempts });
            webhook = webhook with { Failures = 0 };
        }

        var done = deliveries.Where(one => one.Status == Success || one.IsGivenUp)
            .Select(one => one.EventId).ToHashSet();
        foreach (var delivery in deliveries)
            if (done.Contains(delivery.EventId))
                refusals.Remove(delivery.EventId);
            else if (isAlive)
                refusals[delivery.EventId] = delivery.Attempt;
        done.UnionWith(progress.Passed);
        if (isAlive && refusals.Count > 0)
            webhook = webhook with { DueOn = clock.Now() + Pause(refusals.Values.Max()) };
        else if (!isAlive && deliveries.Count > 0)
            webhook = Failed(webhook, deliveries[^1]);
        var kept = Passed(progress, page, told, end, done) with { Webhook = webhook };
        return await store.Keep(kept, node, deliveries, notices.Add);
    }

    /// <summary>Moves up to the first event that is not done.</summary>
    private static WebhookProgress Passed(
        WebhookProgress progress,
        List<LoggedEvent> page,
        List<(LoggedEvent Logged, string Body)> told,
        LogPosition end,
        HashSet<Guid> done)
    {
        var left = told.FindIndex(one => !done.Contains(one.Logged.Event.Id));
        var position = left < 0 ? end : left == 0 ? progress.Position : told[left - 1].Logged.Position;
        return progress with
        {
            Position = position,
            Passed = page.Where(logged => logged.Position.IsBehind(position))
                .Select(logged => logged.Event.Id).Where(done.Contains).ToHashSet(),
        };
    }

    private async Task<List<WebhookDelivery>> Send(
        Webhook webhook, List<(LoggedEvent Logged, string Body)> told, CancellationToken cancellation)
    {
        var (deliveries, isDown, until) = (new List<WebhookDelivery>(told.Count), false, clock.Now() + LongestRound);
        await Parallel.ForEachAsync(
            told.GroupBy(one => LaneOf(one.Logged)),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation },
            async (lane, limit) =>
            {
                foreach (var (logged, body) in lane)
                {
                    if (Volatile.Read(ref isDown) || clock.Now() > until)
                        return;
                    var delivery = await Send(webhook, logged.Event, body, limit);
                    lock (deliveries)
                    {
                        deliveries.Add(delivery);

                        // So many refusals and nothing else: the rest would only wait for theirs.
                        isDown |= deliveries.Count >= SideBySide && !deliveries.Exists(one => one.Status == Success);
                    }

                    if (delivery.Status != Success)
                        return;
                }
            });
        return deliveries;
    }

    // Events of one lead are told in their order; of what belongs to no lead those of one record.
    private static Guid LaneOf(LoggedEvent logged) =>
        logged.Event.LeadId ?? logged.Event.RecordId ?? logged.Event.Id;

    private Task<WebhookDelivery> Send(Webhook webhook, Event one, string body, CancellationToken cancellation) =>
        sender.Deliver(
            webhook,
            new WebhookDelivery
            {
                EventId = one.Id,
                Kind = one.Kind,
                LeadId = one.LeadId,
                Attempt = refusals.GetValueOrDefault(one.Id),
                Body = body,
            },
            cancellation);

    private Webhook Failed(Webhook webhook, WebhookDelivery last)
    {
        var failures = webhook.Failures + 1;
        if (failures < MostFailures)
            return webhook with { Failures = failures, DueOn = clock.Now() + Pause(failures) };
        return webhook with
        {
            Failures = failures,
            Status = WebhookStatus.OffAfterFailures,
            StatusReason = $"{MostFailures} tries in a row failed, the last one with "
                + (last.Status is { } status ? $"status {status}." : $"{last.Problem}."),
        };
    }

    private static TimeSpan Pause(int tries)
    {
        var pause = FirstPause * Math.Pow(2, tries - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}
