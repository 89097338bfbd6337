using Leadline.Platform.Errors;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.InboundMail;

/// <summary>
/// A set-aside mail as a part of the command that makes its ticket, or adds it to one: of two agents who take it up,
/// one does. A command that is refused leaves it in the list.
/// </summary>
internal sealed class SetAsideClaim<T>(int accountId, Guid mailId, Func<T, Guid> ticketId) : Claim<Result<T>>
{
    protected override string Order { get; } = $"set-aside mail {accountId} {mailId}";

    public override void Finish(RowBuffer rows, Result<T> outcome)
    {
        if (outcome.Failure is null)
            rows.Add(SetAsideStore.TakeUp, new TakenUpMail(accountId, mailId, ticketId(outcome.Value)));
        else
            rows.Add(SetAsideStore.Release, new TakenUpMail(accountId, mailId, TicketId: Guid.Empty));
    }

    protected override void AddTo(NpgsqlBatch batch) => SetAsideStore.AddClaim(batch, accountId, mailId);

    protected override bool Read(NpgsqlDataReader reader) => reader.Read();
}
