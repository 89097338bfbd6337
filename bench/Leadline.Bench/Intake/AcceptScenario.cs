using Leadline.Bench.Load;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Intake;

/// <summary>An opportunity by the asynchronous API (extended §3.5): of new people, and of one in ten that came before.</summary>
internal sealed class AcceptScenario(Target target, LeadPool leads, long? count = null) : Scenario
{
    private long left = count ?? long.MaxValue;

    public override string Name => "accept";

    public override bool Write(RequestBuffer request)
    {
        if (left-- <= 0) return false;
        request.Append("POST /opportunity/capture"u8);
        target.BeginAsyncBody(request);
        WriteBody(leads.TakeNewOrRepeat(), request);
        request.EndBody();
        return true;
    }

    /// <summary>The sample account's type 12231, with the fields of the documented example.</summary>
    public static void WriteBody(SampleLead lead, RequestBuffer request)
    {
        request.Append("""
            {"LeadDetails":[
            """u8);
        lead.WriteAttributes(request);
        request.Append("""
            ,{"Attribute":"SearchBy","Value":"EmailAddress"}],
            "Opportunity":{"OpportunityEventCode":12231,"OpportunityNote":"Asked for an offer",
            "OpportunityDateTime":"2025-11-20 10:55:00","Fields":[{"SchemaName":"mx_Custom_1","Value":"Offer
            """u8);
        request.Append((byte)' ');
        request.Append((long)(lead.Random % 100_000));
        request.Append("""
            "},{"SchemaName":"mx_Custom_2","Value":"1"}]}}
            """u8);
    }
}
