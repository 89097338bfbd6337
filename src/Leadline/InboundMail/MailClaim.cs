using Leadline.Platform.Errors;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.InboundMail;

/// <summary>
/// A mail's key as a part of the command that adds its message or makes its ticket: a message that comes again, after a
/// crash or through another node, finds it. A command that is refused leaves no key, so that the mail may come again.
/// </summary>
internal sealed class MailClaim<T>(int accountId, byte[] key, DateTime receivedOn, Func<T, Guid> ticketId)
    : Claim<Result<T>>
{
    private readonly string order = $"mail {accountId} {Convert.ToHexString(key)}";

    /// <summary>The mail was taken before: the command was not carried out.</summary>
    public bool IsTaken { get; private set; }

    protected override string Order => order;

    public override void Finish(RowBuffer rows, Result<T> outcome)
    {
        if (outcome.Failure is null)
            rows.Add(InboundMailStore.Complete, new TakenMail(accountId, key, ticketId(outcome.Value)));
        else
            rows.Add(InboundMailStore.Release, new TakenMail(accountId, key, TicketId: null));
    }

    protected override void AddTo(NpgsqlBatch batch) =>
        InboundMailStore.AddClaim(batch, accountId, key, receivedOn);

    protected override bool Read(NpgsqlDataReader reader)
    {
        var isMine = reader.Read();
        IsTaken = !isMine;
        return isMine;
    }
}
