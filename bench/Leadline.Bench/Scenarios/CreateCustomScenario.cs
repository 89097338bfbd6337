using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// A lead and its activity in one call (core §3.2), found by e-mail address; the sample account's type 105.
/// </summary>
internal sealed class CreateCustomScenario(Target target, LeadPool leads) : Scenario
{
    public override string Name => "createcustom";

    public override bool Write(RequestBuffer request)
    {
        var lead = leads.TakeNewOrRepeat();
        request.Append("POST /v2/ProspectActivity.svc/CreateCustom"u8);
        target.BeginBody(request);
        request.Append("""
            {"LeadDetails":[
            """u8);
        lead.WriteAttributes(request);
        request.Append("""
            ,{"Attribute":"SearchBy","Value":"EmailAddress"}],
            "Activity":{"ActivityEvent":105,"ActivityNote":"Asked for a call back","ActivityDateTime":"
            """u8);
        WriteMoment(lead.Random, request);
        request.Append("""
            ","Fields":[{"SchemaName":"mx_Custom_1","Value":"
            """u8);
        request.Append((long)(lead.Random % 1000));
        request.Append("""
            "},{"SchemaName":"mx_Custom_2","Value":"
            """u8);
        WriteMoment(lead.Random >> 8, request);
        request.Append("""
            "}]}}
            """u8);
        request.EndBody();
        return true;
    }

    /// <summary>Some second of the first 28 days of a month of 2025.</summary>
    private static void WriteMoment(ulong random, RequestBuffer request)
    {
        request.Append("2025-"u8);
        request.AppendDigits((long)(random % 12) + 1, 2);
        request.Append((byte)'-');
        request.AppendDigits((long)(random / 12 % 28) + 1, 2);
        request.Append((byte)' ');
        request.AppendDigits((long)(random / 336 % 24), 2);
        request.Append((byte)':');
        request.AppendDigits((long)(random / 8064 % 60), 2);
        request.Append((byte)':');
        request.AppendDigits((long)(random / 483_840 % 60), 2);
    }
}
