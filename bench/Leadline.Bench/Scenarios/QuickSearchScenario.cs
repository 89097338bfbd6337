using System.Text;
using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// Leads.GetByQuickSearch (core §2.7), in turn by four letters of a last name and by seven digits of a phone.
/// </summary>
internal sealed class QuickSearchScenario(Target target, LeadPool leads) : ReadScenario
{
    private const int Letters = 4;
    private const int Digits = 7;

    private readonly RequestBuffer phone = new();
    private bool byPhone;

    public override string Name => "quicksearch";

    public override bool Write(RequestBuffer request)
    {
        var lead = leads.PickKnown();
        request.Append("GET /v2/LeadManagement.svc/Leads.GetByQuickSearch?key="u8);
        if (byPhone) WritePartOfPhone(lead, request);
        else WritePartOfName(lead, request);
        byPhone = !byPhone;
        target.EndGet(request);
        return true;
    }

    private static void WritePartOfName(SampleLead lead, RequestBuffer request)
    {
        Span<byte> name = stackalloc byte[32];
        name = name[..Encoding.ASCII.GetBytes(Names.Last[lead.LastNameNumber], name)];
        var length = Math.Min(Letters, name.Length);
        request.Append(name.Slice((int)(lead.Random % (ulong)(name.Length - length + 1)), length));
    }

    private void WritePartOfPhone(SampleLead lead, RequestBuffer request)
    {
        phone.Clear();
        lead.WritePhoneDigits(phone);
        request.Append(phone.Written.Slice((int)(lead.Random % (10 - Digits + 1)), Digits));
    }
}
