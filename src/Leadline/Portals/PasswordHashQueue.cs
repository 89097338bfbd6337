using System.Collections.Concurrent;
using System.Diagnostics;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;

namespace Leadline.Portals;

/// <summary>
/// Hashes passwords on threads of its own, half as many as there are processors, with a short queue before them:
/// however many sign in at a time, requests that hash nothing keep the rest of the machine. While leads are being
/// written as fast as they come, the threads rest most of the time.
/// </summary>
internal sealed class PasswordHashQueue : IDisposable
{
    /// <summary>Work that may wait; who comes later is told to try again.</summary>
    public const int LongestQueue = 64;

    /// <summary>How much longer than a hash the rest after it is while leads are written.</summary>
    private const int RestWhileBusy = 4;

    public static readonly Failure Overloaded = new(
        ErrorCode.Unavailable, "Too many are signing in. Please try again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    private readonly BlockingCollection<Action> queue = new(LongestQueue);
    private readonly LeadWriter leads;
    private readonly string nobody;
    private long done;

    public PasswordHashQueue(LeadWriter leads)
    {
        this.leads = leads;
        nobody = Passwords.Hash(Guid.NewGuid().ToString());
        for (var i = 0; i < Math.Max(1, Environment.ProcessorCount / 2); i++)
            new Thread(Work) { IsBackground = true, Name = "passwords" }.Start();
    }

    /// <summary>How many passwords were hashed; what a test of equal work counts.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>
    /// True while further work would be turned away, so that a flood can be before it costs anything else.
    /// </summary>
    public bool IsFull => queue.Count >= LongestQueue;

    /// <summary>The hash to keep of a password.</summary>
    public Task<Result<string>> Hash(string password) => Run(() => Passwords.Hash(password));

    /// <summary>
    /// Whether it is the password of this hash, and the hash to keep from now on where the way of hashing has moved on.
    /// Without a hash the same work is done for nothing.
    /// </summary>
    public Task<Result<PasswordVerdict>> Verify(string? hash, string password) =>
        Run(() =>
        {
            var verdict = Passwords.Verify(hash ?? nobody, password);
            return hash is null ? default : verdict;
        });

    public void Dispose() => queue.CompleteAdding();

    private Task<Result<T>> Run<T>(Func<T> hash)
    {
        var outcome = new TaskCompletionSource<Result<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = !queue.IsAddingCompleted && queue.TryAdd(() =>
        {
            try
            {
                outcome.SetResult(hash());
            }
            catch (Exception exception)
            {
                outcome.SetException(exception);
            }
        });
        return isTaken ? outcome.Task : Task.FromResult<Result<T>>(Overloaded);
    }

    private void Work()
    {
        foreach (var hash in queue.GetConsumingEnumerable())
        {
            var clock = Stopwatch.StartNew();
            hash();
            Interlocked.Increment(ref done);
            if (leads.IsBusy)
                Thread.Sleep(clock.Elapsed * RestWhileBusy);
        }
    }
}
