using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// So many new leads by Lead/Bulk/Create (core §2.10), fifty a request as its limit is, each lead once.
/// </summary>
internal sealed class FillScenario(Target target, LeadPool leads, long count) : Scenario
{
    /// <summary>The most leads that one request may hold.</summary>
    public const int BatchSize = 50;

    private readonly long end = leads.Next + count;
    private long created;
    private long refused;

    public override string Name => "fill";

    public override string Remarks => $"{created:N0} leads created, {refused:N0} refused";

    public override bool IsFaulty => created != count;

    public override bool Write(RequestBuffer request)
    {
        if (leads.Next == end) return false;
        request.Append("POST /v2/LeadManagement.svc/Lead/Bulk/Create"u8);
        target.BeginBody(request);
        for (var row = 0; row < BatchSize && leads.Next < end; row++)
        {
            request.Append(row == 0 ? "[["u8 : ",["u8);
            leads.TakeNew().WriteAttributes(request);
            request.Append((byte)']');
        }

        request.Append((byte)']');
        request.EndBody();
        return true;
    }

    public override void Inspect(ReadOnlySpan<byte> body)
    {
        created += body.Count("\"LeadCreated\":true"u8);
        refused += body.Count("\"LeadCreated\":false"u8);
    }
}
