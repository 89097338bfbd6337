using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>Leads.GetByEmailaddress (core §2.7) of any lead that is there.</summary>
internal sealed class ByEmailScenario(Target target, LeadPool leads) : ReadScenario
{
    public override string Name => "byemail";

    public override bool Write(RequestBuffer request)
    {
        Write(target, leads.PickKnown(), request);
        return true;
    }

    public static void Write(Target target, SampleLead lead, RequestBuffer request)
    {
        request.Append("GET /v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress="u8);
        lead.WriteEmailAddress(request, "%40"u8);
        target.EndGet(request);
    }
}
