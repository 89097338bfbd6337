using Leadline.Bench.Load;

namespace Leadline.Bench.Scenarios;

/// <summary>The least that the server can do: what the others are held against.</summary>
internal sealed class LiveScenario(Target target) : Scenario
{
    public override string Name => "live";

    public override bool Write(RequestBuffer request)
    {
        request.Append("GET /health/live"u8);
        target.EndPlainGet(request);
        return true;
    }
}
