using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Analytics;

/// <summary>Counts of leads in Leadline's own API.</summary>
internal sealed class LeadReportEndpoints(LeadReportOperations reports)
{
    /// <summary><c>POST leads/distribution</c>: how many leads of a filter have each value of a field.</summary>
    public async Task<Failure?> Distribution(Call call)
    {
        var body = call.ReadOrDefault<LeadDistributionRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var filter = RecordFilter.Read(body.Value.Filter);
        if (filter.Failure is { } badFilter)
            return badFilter;
        var by = string.IsNullOrWhiteSpace(body.Value.By) ? LeadFieldNames.OwnerId : body.Value.By.Trim();
        return call.Answer(
            await reports.Count(call.Caller, users: null, filter.Value, by, call.Cancelled),
            report => new LeadDistributionResponse(
                report.Total, [.. report.Values.Select(row => new LeadCountResponse(row.Value, row.Count))]),
            OwnJson.Default.LeadDistributionResponse);
    }
}
