using Leadline.Accounts;
using Leadline.Live;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Presence;

/// <summary>Who looks at a record, for those who may see it.</summary>
internal sealed class PresenceOperations(LiveRecords records, PresenceBoard board, TimeProvider clock)
{
    /// <summary>The caller looks at a record, or no longer does; the answer is who is there.</summary>
    public async Task<Result<IReadOnlyList<Onlooker>>> Put(
        Caller caller, string? record, string? state, string? tab, CancellationToken cancellation)
    {
        if (PresenceStates.Read(state) is not { } meant)
            return new Failure(ErrorCode.InvalidInput, $"A state is one of {PresenceStates.Words}.")
            {
                Field = "state",
            };
        var found = await records.Named(caller, record, cancellation);
        if (found.Failure is { } unknown)
            return unknown;
        var name = new RecordName(found.Value.Kind, found.Value.Id);
        board.Tell(new PresenceSign(
            caller.AccountId, name, found.Value.Number, caller.User.Id, caller.User.Name, tab ?? "", meant,
            clock.Now()));
        return Result<IReadOnlyList<Onlooker>>.Success(board.At(caller.AccountId, name, clock.Now()));
    }

    public async Task<Result<IReadOnlyList<Onlooker>>> At(
        Caller caller, string? record, CancellationToken cancellation)
    {
        var found = await records.Named(caller, record, cancellation);
        return found.Failure is { } unknown
            ? unknown
            : Result<IReadOnlyList<Onlooker>>.Success(board.At(
                caller.AccountId, new RecordName(found.Value.Kind, found.Value.Id), clock.Now()));
    }
}
