using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Leadline.Users;

namespace Leadline.Analytics;

/// <summary>LeadSquared's report of how leads are distributed (core §15), as JSON or as CSV.</summary>
internal sealed class LeadSquaredReportEndpoints(LeadReportOperations reports, SalesGroupOperations groups)
{
    private const int LargestPage = 1_000;

    public async Task<Failure?> FilterByLeadField(Call call)
    {
        var isCsv = call.Query("responseformat")?.ToUpperInvariant() switch
        {
            null or "JSON" => false,
            "CSV" => true,
            _ => (bool?)null,
        };
        if (isCsv is null)
            return Failure.InvalidParameter("responseformat");
        var read = call.ReadOrDefault<LeadDistributionBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var isAggregate = body.Output?.Trim().ToUpperInvariant() switch
        {
            null or "" or "LIST" => false,
            "AGGREGATE" => true,
            _ => (bool?)null,
        };
        if (isAggregate is null)
            return Failure.InvalidParameter("Output");
        var size = body.Paging?.PageSize is > 0 and var asked ? asked : LargestPage;
        if (size > LargestPage)
            return Failure.InvalidParameter($"PageSize can not be more than {LargestPage}.");

        var users = await Users(call, body.ReportFilter?.UserFilter);
        if (users.Failure is { } badUsers)
            return badUsers;
        var filter = LeadSquaredReportFilter.Read(body.ReportFilter?.LeadFilter, body.DateFilter);
        if (filter.Failure is { } badLeads)
            return badLeads;
        var field = string.IsNullOrWhiteSpace(body.LeadField) ? LeadFieldNames.Stage : body.LeadField.Trim();
        var report = await reports.Count(call.Caller, users.Value, filter.Value, field, call.Cancelled);
        if (report.Failure is { } failure)
            return failure;
        var (names, rows) = isAggregate.Value ? ByValue(report.Value) : ByUser(report.Value);
        var skip = (Math.Max(body.Paging?.PageIndex ?? 1, 1) - 1L) * size;
        var page = rows.Skip((int)Math.Min(skip, int.MaxValue)).Take(size).ToList();
        if (isCsv.Value)
        {
            call.File = new FileAnswer(
                "lead-distribution.csv", "text/csv; charset=utf-8", await CsvText.Of([names, .. page]));
            return null;
        }

        return call.Answer(
            new ListResponse(
                rows.Count,
                [
                    .. page.Select(row => names.Zip(row).ToDictionary(value => value.First, value => value.Second)),
                ]),
            LeadSquaredJson.Default.ListResponse);
    }

    private async Task<Result<IReadOnlyCollection<User>?>> Users(Call call, ReportConditions? filter)
    {
        if (filter?.GroupConditions is not { Count: > 0 } conditions)
            return Result<IReadOnlyCollection<User>?>.Success(null);
        var search = new UserSearch(call.Caller.Account, await groups.Get(call.Caller.AccountId));
        var found = search.Find(new UserSearchBody
        {
            GroupConditions = conditions,
            GroupOperator = filter.GroupOperator,
        });
        return found.Failure is { } failure ? failure : Result<IReadOnlyCollection<User>?>.Success(found.Value);
    }

    private static (string[] Names, List<string?[]> Rows) ByUser(LeadReport report) => (
        ["UserId", "UserName", "EmailAddress", "LeadCount"],
        [.. report.Users.Select(row => new[] { row.UserId.ToString(), row.Name, row.Email, row.Count.ToString() })]);

    private static (string[] Names, List<string?[]> Rows) ByValue(LeadReport report) => (
        ["Value", "LeadCount"], [.. report.Values.Select(row => new[] { row.Value, row.Count.ToString() })]);
}
