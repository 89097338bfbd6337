using System.Text.Json;
using Leadline.Live;
using Leadline.Protocol.Own;

namespace Leadline.Presence;

/// <summary>
/// Who looks at what, in memory on every node: each hears of all, so none need ask another. A node that has just
/// started knows everybody after one renewal.
/// </summary>
internal sealed class PresenceBoard : IDisposable
{
    /// <summary>The topic of the signs by which nodes tell each other.</summary>
    public const string Topic = "presence.renewed";

    /// <summary>Who is not heard of for so long is gone.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(40);

    private readonly Dictionary<(int AccountId, RecordName Record), Dictionary<(Guid, string), Window>> records = [];
    private readonly Lock turn = new();
    private readonly Guid node = Guid.NewGuid();
    private readonly LiveSigns signs;
    private readonly LiveFeeds feeds;

    public PresenceBoard(LiveSigns signs, LiveFeeds feeds)
    {
        (this.signs, this.feeds) = (signs, feeds);
        signs.Received += Hear;
    }

    /// <summary>Tells all nodes, and knows it here at once.</summary>
    public void Tell(PresenceSign sign)
    {
        Take(sign);
        signs.Send(new LiveSign(sign.AccountId, Topic, JsonSerializer.Serialize(sign with { Node = node })));
    }

    /// <summary>Those who look at a record, the longest first.</summary>
    public IReadOnlyList<Onlooker> At(int accountId, RecordName record, DateTime now)
    {
        lock (turn)
            return records.TryGetValue((accountId, record), out var windows) ? People(windows, now) : [];
    }

    /// <summary>Forgets who was not heard of, and tells those who are connected here.</summary>
    public void Forget(DateTime now)
    {
        var gone = new List<PresenceSign>();
        lock (turn)
        {
            foreach (var (key, windows) in records.ToList())
            {
                var before = People(windows, DateTime.MinValue);
                foreach (var (window, _) in windows.Where(pair => pair.Value.Until <= now).ToList())
                    windows.Remove(window);
                var after = People(windows, DateTime.MinValue).ToDictionary(person => person.UserId);
                gone.AddRange(
                    from person in before
                    let left = after.GetValueOrDefault(person.UserId)
                    where left?.State != person.State
                    select new PresenceSign(
                        key.AccountId, key.Record, Number: null, person.UserId, person.Name, "",
                        left?.State ?? PresenceState.Gone, now));
                if (windows.Count == 0)
                    records.Remove(key);
            }
        }

        gone.ForEach(TellHere);
    }

    public void Dispose() => signs.Received -= Hear;

    private void Hear(LiveSign sign)
    {
        // What was told here is known already: meanwhile it may have changed again.
        if (sign.Topic == Topic && JsonSerializer.Deserialize<PresenceSign>(sign.Data) is { } told
            && told.Node != node)
            Take(told);
    }

    // What the others see is told once, however often it is renewed.
    private void Take(PresenceSign sign)
    {
        var key = (sign.AccountId, sign.Record);
        PresenceState before;
        PresenceState after;
        lock (turn)
        {
            if (!records.TryGetValue(key, out var windows))
                records[key] = windows = [];
            var window = (sign.UserId, sign.Tab);
            before = StateOf(windows, sign.UserId);
            var known = windows.GetValueOrDefault(window);
            if (known is not null && known.At > sign.At)
                return;
            if (sign.State == PresenceState.Gone)
                windows.Remove(window);
            else
                windows[window] = new Window(
                    sign.Name,
                    sign.State,
                    known?.State == sign.State ? known.Since : sign.At,
                    sign.At,
                    sign.At + Lifetime);
            after = StateOf(windows, sign.UserId);
            if (windows.Count == 0)
                records.Remove(key);
        }

        if (before != after)
            TellHere(sign with { State = after });
    }

    private void TellHere(PresenceSign sign)
    {
        var told = new LivePresence(
            sign.Record.ToString(), sign.Number, sign.UserId, sign.Name, PresenceStates.Word(sign.State), sign.At);
        feeds.Tell(new LiveSign(
            sign.AccountId, "presence", JsonSerializer.Serialize(told, OwnJson.Default.LivePresence))
        {
            Record = sign.Record,
            From = sign.UserId,
        });
    }

    private static PresenceState StateOf(Dictionary<(Guid User, string), Window> windows, Guid userId) =>
        windows.Where(pair => pair.Key.User == userId).Select(pair => pair.Value.State)
            .DefaultIfEmpty(PresenceState.Gone).Max();

    private static List<Onlooker> People(Dictionary<(Guid User, string), Window> windows, DateTime now) =>
    [
        .. from pair in windows
           where pair.Value.Until > now
           group pair.Value by pair.Key.User into mine
           let first = mine.MaxBy(window => window.State)!
           select new Onlooker(
               mine.Key, first.Name, first.State, first.Since, mine.Max(window => window.Until)) into person
           orderby person.Since
           select person,
    ];

    private sealed record Window(string Name, PresenceState State, DateTime Since, DateTime At, DateTime Until);
}
