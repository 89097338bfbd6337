using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// A ticket of any known lead by <c>POST /leadline/v1/tickets</c>. With a count it is <c>ticketfill</c>: so many, then the end.
/// </summary>
internal sealed class CreateTicketScenario(Target target, LeadPool leads, long seed, long? count) : Scenario
{
    // Tickets need not differ from those of an earlier run.
    private readonly long first = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
    private long sent;
    private long created;

    public override string Name => count is null ? "createticket" : "ticketfill";

    public override string Remarks => $"{created:N0} tickets created";

    public override bool IsFaulty => count is { } wanted ? created != wanted : created == 0;

    public override bool Write(RequestBuffer request)
    {
        if (sent == count) return false;
        request.Append("POST /leadline/v1/tickets"u8);
        target.BeginBody(request);
        request.Append("{\"lead\":{\"EmailAddress\":\""u8);
        leads.PickKnown().WriteEmailAddress(request, "@"u8);
        request.Append("\"},\"fields\":{"u8);
        new SampleTicket(seed, first + sent).WriteFields(request);
        request.Append("}}"u8);
        request.EndBody();
        sent++;
        return true;
    }

    public override void Inspect(ReadOnlySpan<byte> body) => created++;

    public override void Forget() => created = 0;
}
