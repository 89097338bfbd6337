using System.Text;
using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// The first page of 25 leads by one of twenty filters in turn, drawn by the seed: a value of a field as some known lead has it,
/// sorted by some field.
/// </summary>
internal sealed class ListScenario : ReadScenario
{
    private const int Filters = 20;

    private static readonly string[] SortedBy = ["CreatedOn", "ModifiedOn", "LastName", "Company", "mx_Zip"];

    private readonly Target target;
    private readonly byte[][] bodies;
    private long sent;

    public ListScenario(Target target, LeadPool leads)
    {
        this.target = target;
        bodies = [.. Enumerable.Range(0, Filters).Select(number => Body(leads, (ulong)number))];
    }

    public override string Name => "list";

    public override bool Write(RequestBuffer request)
    {
        request.Append("POST /v2/LeadManagement.svc/Leads.Get"u8);
        target.BeginBody(request);
        request.Append(bodies[sent++ % Filters]);
        request.EndBody();
        return true;
    }

    private static byte[] Body(LeadPool leads, ulong number)
    {
        var random = SampleLead.Mix((ulong)leads.Seed + 2, number);
        var (field, value) = leads.PickKnown().Value((int)(random % 12));
        var sort = SortedBy[random / 12 % (ulong)SortedBy.Length];
        var direction = random / 60 % 2;
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"Parameter":{"LookupName":"{{{field}}}","LookupValue":"{{{value}}}","SqlOperator":"="},
            "Columns":{"Include_CSV":"ProspectID,FirstName,LastName,EmailAddress,Phone,Company,mx_City,CreatedOn"},
            "Sorting":{"ColumnName":"{{{sort}}}","Direction":"{{{direction}}}"},
            "Paging":{"PageSize":25,"PageIndex":1}}
            """);
    }
}
