using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Companies;

/// <summary>What happens with companies, as LeadSquared's <c>CompanyActivity.svc</c> tells it (core §12).</summary>
internal sealed class LeadSquaredCompanyActivityEndpoints(
    CompanyActivityOperations activities, CompanyReadOperations companies)
{
    private const int UsualPage = 100;

    /// <summary>The activity of an id; an empty object where there is none, as reads of leads find nobody.</summary>
    public async Task<Failure?> ById(Call call)
    {
        if (call.QueryId("activityId") is { } id && await activities.Find(call.Caller, id) is { } activity)
            return call.Answer(Row(activity, call.Caller.Account), LeadSquaredJson.Default.CompanyActivityRow);
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> OfCompany(Call call)
    {
        var read = call.ReadOrDefault<SearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var (window, paging) = (read.Value.Parameter, read.Value.Paging);
        if (!FieldDates.TryReadUtc(window?.FromDate, out var from))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (!FieldDates.TryReadUtc(window?.ToDate, out var to))
            return Failure.InvalidParameter("ToDate value is not correct.");
        if (from > to)
            return Failure.InvalidParameter("FromDate can't be greater than ToDate.");
        var size = paging?.PageSize is > 0 and var asked ? asked : UsualPage;
        if (size > CompanyActivityOperations.LargestPage)
            return Failure.InvalidParameter($"PageSize can not be more than {CompanyActivityOperations.LargestPage}.");
        if (call.QueryId("companyId") is not { } companyId
            || await companies.Find(call.Caller, companyId) is null)
            return CompanyRules.Unknown;
        var skip = (Math.Max(paging?.PageIndex ?? 1, 1) - 1L) * size;
        var (total, page) = await activities.Between(call.Caller, companyId, from, to, skip, size);
        return call.Answer(
            new CompanyActivitiesResponse(total, [.. page.Select(one => Row(one, call.Caller.Account))]),
            LeadSquaredJson.Default.CompanyActivitiesResponse);
    }

    /// <summary>Whether it was done stands in IsSuccessful: of an activity that is not there, false.</summary>
    public async Task<Failure?> Update(Call call)
    {
        var read = call.Read<UpdateCompanyActivityBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(read.Value.CompanyActivityId))
            return Failure.Absent("CompanyActivityId");
        var fields = new Dictionary<string, string?>();
        foreach (var property in read.Value.Fields ?? [])
            fields[property.Attribute?.Trim() ?? ""] = property.Value;
        var id = Guid.TryParse(read.Value.CompanyActivityId, out var activityId) ? activityId : Guid.Empty;
        var updated = await activities.Update(
            call.Caller, call.Transaction, id, read.Value.ActivityNote, fields);
        if (updated.Failure is { } refusal && refusal != CompanyActivityOperations.Unknown)
            return refusal;
        return call.Answer(
            new SuccessResponse<CompanyActivityMessage>(
                new CompanyActivityMessage(read.Value.CompanyActivityId, updated.Failure is null)),
            LeadSquaredJson.Default.SuccessResponseCompanyActivityMessage);
    }

    private static CompanyActivityRow Row(CompanyActivity activity, Account account) => new(
        activity.Id,
        activity.CompanyId,
        activity.EventCode,
        activity.Note,
        LeadSquaredDates.Text(activity.ActivityOn),
        ActivityType: 2,
        account.Users.GetValueOrDefault(activity.CreatedBy)?.Name,
        activity.TypeName,
        LeadSquaredDates.Text(activity.CreatedOn),
        LeadSquaredDates.Text(activity.ModifiedOn),
        activity.CreatedBy,
        activity.ModifiedBy,
        account.Users.GetValueOrDefault(activity.ModifiedBy)?.Name,
        activity.Fields);
}
