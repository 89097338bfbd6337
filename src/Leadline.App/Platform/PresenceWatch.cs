using Leadline.Protocol.Own;

namespace Leadline.App.Platform;

/// <summary>
/// The user looks at a record. Others are told again and again, as the server forgets who is silent; who they are is
/// known here.
/// </summary>
public sealed class PresenceWatch : IDisposable
{
    /// <summary>The state of who no longer looks.</summary>
    public const string Gone = "gone";

    private const string Reading = "reading";
    private const string Writing = "writing";

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    // Who has not touched a key for so long thinks, or has left.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(40);

    private readonly string record;
    private readonly Guid me;
    private readonly Live live;
    private readonly Func<string, string, Task<IReadOnlyList<PresenceResponse>?>> tell;
    private readonly PeriodicTimer renewal = new(Renewal);
    private readonly Dictionary<Guid, Onlooker> others = [];
    private DateTime lastTyped;
    private string state = Reading;
    private int heard;

    /// <summary>Begins to watch.</summary>
    /// <param name="record">The record, e.g. tickets/157.</param>
    /// <param name="me">The user, who is not listed.</param>
    /// <param name="live">Tells what others do.</param>
    /// <param name="tell">Tells the server of the record and a state; answers who is there, null for a failure.</param>
    public PresenceWatch(
        string record, Guid me, Live live, Func<string, string, Task<IReadOnlyList<PresenceResponse>?>> tell)
    {
        (this.record, this.me, this.live, this.tell) = (record, me, live, tell);
        live.Present += Hear;
        live.Missed += Again;
        live.ConnectionChanged += Again;
        _ = Renew();
    }

    /// <summary>Somebody has come, gone, or begun to write.</summary>
    public event Action? Changed;

    /// <summary>The others, those who write first.</summary>
    public IReadOnlyList<Onlooker> Others =>
        [.. others.Values.OrderBy(one => !one.IsWriting).ThenBy(one => one.Name, StringComparer.CurrentCulture)];

    /// <summary>The user has typed something, or, with false, has nothing more to write.</summary>
    public void Write(bool isWriting)
    {
        lastTyped = DateTime.UtcNow;
        if ((state == Writing) == isWriting || state == Gone)
            return;
        state = isWriting ? Writing : Reading;
        Again();
    }

    public void Dispose()
    {
        if (state == Gone)
            return;
        state = Gone;
        live.Present -= Hear;
        live.Missed -= Again;
        live.ConnectionChanged -= Again;
        renewal.Dispose();
        _ = tell(record, Gone);
    }

    private async Task Renew()
    {
        do
        {
            if (state == Writing && DateTime.UtcNow - lastTyped > LongestPause)
                state = Reading;
            await Tell();
        }
        while (await renewal.WaitForNextTickAsync());
    }

    private void Again() => _ = Tell();

    // What is heard while the answer is under way is newer than the answer.
    private async Task Tell()
    {
        var before = heard;
        if (await tell(record, state) is not { } present || heard != before || state == Gone)
            return;
        others.Clear();
        foreach (var one in present.Where(one => one.User != me))
            others[one.User] = new(one.User, one.Name, one.State == Writing);
        Changed?.Invoke();
    }

    private void Hear(LivePresence told)
    {
        if (told.User == me || (told.Record != record && $"tickets/{told.Number}" != record))
            return;
        heard++;
        if (told.State == Gone)
            others.Remove(told.User);
        else
            others[told.User] = new(told.User, told.Name, told.State == Writing);
        Changed?.Invoke();
    }
}
