using System.Globalization;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Activity = Leadline.Activities.Activity;

namespace Leadline.Opportunities;

/// <summary>
/// The activities of an opportunity as LeadSquared's <c>OpportunityManagement.svc</c> lists them (extended §2.11).
/// </summary>
internal sealed class LeadSquaredOpportunityActivityEndpoints(OpportunityActivities activities, FieldOperations fields)
{

    private static readonly string[] Members =
    [
        "ProspectActivityId",
        "ActivityEvent",
        ActivityFieldNames.Note,
        "CreatedOn",
        "CreatedBy",
        "CreatedByName",
        "ModifiedOn",
        "ModifiedBy", "ModifiedByName", ActivityFieldNames.Status, ActivityFieldNames.Owner, "OwnerName",
    ];

    /// <summary>The latest first, 25 unless the paging says otherwise. The body may be absent.</summary>
    public async Task<Failure?> GetActivitiesOfOpportunity(Call call)
    {
        if (call.Query("opportunityId") is not { } opportunityId)
            return new Failure(ErrorCode.MissingAttribute, "'opportunityId' is mandatory for retrieving activities");
        var body = call.ReadOrDefault<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!OpportunityRules.TryReadCode(call.Query("activityEventCode"), out var code))
            return ActivityRules.UnknownType;

        // Offset counts from 1 here, unlike in older calls for activities.
        var paging = body.Value.Paging is { PageIndex: null, Offset: { } offset } older
            ? older with
            {
                PageIndex = offset,
            }
            : body.Value.Paging;
        var query = LeadSquaredActivityPaging.Page(
            new ActivityQuery
            {
                AccountId = call.Caller.AccountId,
                OpportunityId = Guid.TryParse(opportunityId, out var id) ? id : Guid.Empty,
                EventCode = code,
            },
            body.Value with { Paging = paging },
            LeadSquaredActivityPaging.LargestPage);
        if (query.Failure is { } failure)
            return failure;

        var page = await activities.Search(call.Caller, query.Value, call.Cancelled);
        var definitions = await fields.Get(call.Caller.AccountId);
        var names =
            body.Value.Columns?.Include_CSV?.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            ) ?? [];
        return call.Answer(
            new ListResponse(
                page.Total,
                [
                    .. page.Activities.Select(activity =>
                        Row(call, definitions.OfActivity(activity.EventCode), activity, names)),
                ]),
            LeadSquaredJson.Default.ListResponse);
    }

    private static Dictionary<string, string?> Row(Call call, FieldCatalog catalog, Activity activity, string[] names)
    {
        var row = new Dictionary<string, string?> { ["ProspectId"] = activity.LeadId.ToString() };
        IEnumerable<string> written = names.Length > 0
            ? names.Distinct().Where(name => name != "ProspectId")
            : Members.Concat(catalog.Fields.Select(field => field.SchemaName));
        foreach (var name in written)
            row[name] = Value(call, catalog, activity, name);
        return row;
    }

    private static string? Value(Call call, FieldCatalog catalog, Activity activity, string name) => name switch
    {
        "ProspectActivityId" => activity.Id.ToString(),
        "ProspectActivityAutoId" => activity.Number.ToString(CultureInfo.InvariantCulture),
        "RelatedProspectId" => activity.LeadId.ToString(),
        "ActivityEvent" => activity.EventCode.ToString(CultureInfo.InvariantCulture),
        ActivityFieldNames.Note => activity.Note,
        "CreatedOn" => LeadSquaredDates.Text(activity.ActivityOn),
        "CreatedBy" => activity.CreatedBy.ToString(),
        "CreatedByName" => NameOf(call, activity.CreatedBy),
        "ModifiedOn" => LeadSquaredDates.Text(activity.ModifiedOn),
        "ModifiedBy" => activity.ModifiedBy.ToString(),
        "ModifiedByName" => NameOf(call, activity.ModifiedBy),
        ActivityFieldNames.Status => activity.Status,
        ActivityFieldNames.Owner => activity.OwnerId?.ToString(),
        "OwnerName" => NameOf(call, activity.OwnerId),
        _ => catalog.Find(name) is { } field ? LeadSquaredActivityRows.Print(field, activity.Value(name)) : null,
    };

    private static string? NameOf(Call call, Guid? userId) =>
        userId is { } id ? call.Caller.Account.Users.GetValueOrDefault(id)?.Name : null;
}
