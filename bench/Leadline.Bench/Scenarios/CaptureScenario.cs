using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>Lead.Capture (core §2.6) of new people, and of one in ten that came before.</summary>
internal sealed class CaptureScenario(Target target, LeadPool leads) : Scenario
{
    private long created;
    private long matched;

    public override string Name => "capture";

    public override string Remarks => $"{created:N0} leads created, {matched:N0} matched";

    public override bool IsFaulty => created == 0;

    public override bool Write(RequestBuffer request)
    {
        Write(target, leads.TakeNewOrRepeat(), request);
        return true;
    }

    public static void Write(Target target, SampleLead lead, RequestBuffer request)
    {
        request.Append("POST /v2/LeadManagement.svc/Lead.Capture"u8);
        target.BeginBody(request);
        request.Append((byte)'[');
        lead.WriteAttributes(request);
        request.Append((byte)']');
        request.EndBody();
    }

    public override void Inspect(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\"IsCreated\":true"u8) >= 0) created++;
        else matched++;
    }

    public override void Forget() => (created, matched) = (0, 0);
}
