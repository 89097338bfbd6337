using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// The first page of a list that a desk lives in, in turn: a team's open tickets, urgent open ones, those of a tag, those of two
/// words, a team's latest changes, and every open ticket.
/// </summary>
internal sealed class TicketsScenario(Target target) : Scenario
{
    private const int Kinds = 6;

    private long sent;
    private long empty;

    public override string Name => "tickets";

    public override string? Remarks => empty > 0 ? $"{empty:N0} lists without a ticket" : null;

    public override bool Write(RequestBuffer request)
    {
        var turn = sent / Kinds;
        request.Append("GET /leadline/v1/tickets?"u8);
        switch (sent++ % Kinds)
        {
            case 0:
                request.Append("Status=Open&SubType=Team%20"u8);
                request.Append(turn % SampleTicket.Teams);
                break;
            case 1:
                request.Append("Status=Open&Priority=Urgent"u8);
                break;
            case 2:
                request.Append("tag=tag"u8);
                request.Append(turn % SampleTicket.Tags);
                break;
            case 3:
                request.Append("words=outage%20number&Status=Open"u8);
                break;
            case 4:
                request.Append("sort=-modifiedOn&SubType=Team%20"u8);
                request.Append(turn % SampleTicket.Teams);
                break;
            default:
                request.Append("Status=Open"u8);
                break;
        }

        target.EndGet(request);
        return true;
    }

    public override void Inspect(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("{\"tickets\":[]"u8)) empty++;
    }

    public override void Forget() => empty = 0;
}
