using Leadline.Bench.Load;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Intake;

/// <summary>A lead and its activity by the asynchronous API (extended §3.2): new people, and one in ten that came before.</summary>
internal sealed class AcceptScenario(Target target, LeadPool leads, long? count = null) : Scenario
{
    private long left = count ?? long.MaxValue;

    public override string Name => "accept";

    public override bool Write(RequestBuffer request)
    {
        if (left-- <= 0) return false;
        request.Append("POST /activity/createcustom"u8);
        target.BeginAsyncBody(request);
        CreateCustomScenario.WriteBody(leads.TakeNewOrRepeat(), request);
        request.EndBody();
        return true;
    }
}
