using System.Threading.Channels;

namespace Leadline.Intake;

/// <summary>
/// The accounts that this node knows to have requests waiting, in the order in which they get their turn. An account is
/// worked on by one worker of the node at a time; what comes meanwhile gives it another turn.
/// </summary>
internal sealed class AccountQueue(IntakeSettings settings)
{
    private readonly Channel<int> turns = Channel.CreateUnbounded<int>();
    private readonly Dictionary<int, State> states = [];
    private readonly Lock gate = new();
    private int running;

    private enum State
    {
        Queued,
        Running,
        RunningAndWanted,
    }

    /// <summary>Raised when an account has to wait since no worker here is free: another node may have one.</summary>
    public event Action? Overloaded;

    /// <summary>Gives the account a turn, if it does not have one coming.</summary>
    public void Add(int accountId)
    {
        if (settings.Workers == 0)
        {
            Overloaded?.Invoke();
            return;
        }

        bool isWaiting;
        lock (gate)
        {
            if (states.TryGetValue(accountId, out var state))
            {
                if (state == State.Running)
                    states[accountId] = State.RunningAndWanted;
                return;
            }

            states[accountId] = State.Queued;
            isWaiting = running + turns.Reader.Count >= settings.Workers;
        }

        turns.Writer.TryWrite(accountId);
        if (isWaiting)
            Overloaded?.Invoke();
    }

    /// <summary>The next account, once there is one. The caller must give it back.</summary>
    public async ValueTask<int> Take(CancellationToken cancellation)
    {
        var accountId = await turns.Reader.ReadAsync(cancellation);
        lock (gate)
        {
            states[accountId] = State.Running;
            running++;
        }

        return accountId;
    }

    /// <summary>
    /// Ends the account's turn; it gets another one when more is known to wait, after a rest if one is asked for.
    /// </summary>
    public void Return(int accountId, bool isWanted, TimeSpan rest = default)
    {
        lock (gate)
        {
            running--;
            isWanted |= states[accountId] == State.RunningAndWanted;
            if (!isWanted)
            {
                states.Remove(accountId);
                return;
            }

            states[accountId] = State.Queued;
        }

        if (rest <= TimeSpan.Zero)
            turns.Writer.TryWrite(accountId);
        else
            _ = Task.Delay(rest).ContinueWith(_ => turns.Writer.TryWrite(accountId), TaskScheduler.Default);
    }
}
