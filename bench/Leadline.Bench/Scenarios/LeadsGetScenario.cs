using System.Text;
using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>Leads.Get (core §2.12): one of the first four pages of 25 leads of a city, the youngest first.</summary>
internal sealed class LeadsGetScenario(Target target) : ReadScenario
{
    private const int Pages = 4;

    private static readonly byte[][] Cities = [.. Place.All.Select(place => Encoding.UTF8.GetBytes(place.City))];

    private long sent;

    public override string Name => "leadsget";

    public override bool Write(RequestBuffer request)
    {
        request.Append("POST /v2/LeadManagement.svc/Leads.Get"u8);
        target.BeginBody(request);
        request.Append("""
            {"Parameter":{"LookupName":"mx_City","LookupValue":"
            """u8);
        request.Append(Cities[sent % Cities.Length]);
        request.Append("""
            ","SqlOperator":"="},
            "Columns":{"Include_CSV":"ProspectID,FirstName,LastName,EmailAddress,Phone,Company,mx_City,CreatedOn"},
            "Sorting":{"ColumnName":"CreatedOn","Direction":"1"},
            "Paging":{"PageSize":25,"PageIndex":
            """u8);
        request.Append((sent / Cities.Length % Pages) + 1);
        request.Append("}}"u8);
        request.EndBody();
        sent++;
        return true;
    }
}
