using Dapper;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Intake;

/// <summary>
/// Wakes the other nodes' <see cref="IntakeWatch"/> when this one has more than it can work on. Outside of any
/// transaction of a request: a notifying commit would hold up all others.
/// </summary>
internal sealed class IntakeAlarm : Worker
{
    /// <summary>At most one notification in this time, however many requests come.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim overload = new(0, 1);
    private readonly Database database;
    private readonly AccountQueue ready;

    public IntakeAlarm(Database database, AccountQueue ready, ILogger<IntakeAlarm> logger)
        : base(Quiet, logger)
    {
        (this.database, this.ready) = (database, ready);
        ready.Overloaded += NoteOverload;
    }

    public override void Dispose()
    {
        ready.Overloaded -= NoteOverload;
        overload.Dispose();
        base.Dispose();
    }

    protected override async Task Run(CancellationToken cancellation)
    {
        await overload.WaitAsync(cancellation);
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        await connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { IntakeWatch.Channel });
        await Task.Delay(Quiet, cancellation);
    }

    private void NoteOverload()
    {
        if (overload.CurrentCount > 0)
            return;
        try
        {
            overload.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another request was first.
        }
    }
}
