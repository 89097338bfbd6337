using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Activities in the forms that LeadSquared's reads and webhooks print them in (core §3.7, §3.10, §3.11, §7.1).
/// </summary>
internal sealed class LeadSquaredActivityRows(Account account, ActivityTypeCatalog types, AccountFields fields)
{
    private const string UsStyle = "M/d/yyyy h:mm:ss tt";
    private const int SecondsLength = 19;

    /// <summary>A row of Retrieve: details as Data, own fields as the object ActivityFields.</summary>
    public ActivityOfLead OfLead(Activity activity)
    {
        var type = types.Find(activity.EventCode);
        return new ActivityOfLead
        {
            Id = activity.Id,
            EventCode = activity.EventCode,
            EventName = type?.Name,
            ActivityScore = type?.Score ?? 0,
            CreatedOn = LeadSquaredDates.Text(activity.ActivityOn),
            ModifiedOn = LeadSquaredDates.Text(activity.ModifiedOn),
            RelatedProspectId = activity.LeadId,
            ActivityType = type?.EventType ?? 0,
            Type = type?.DirectionName,
            TrackLocation = type?.TrackLocation == true ? 1 : 0,
            Data = LeadSquaredActivityData.Of(activity, type, account),
            ActivityFields = LeadMilestones.IsChange(activity.EventCode) ? null : OwnFields(activity),
        };
    }

    /// <summary>A row of RetrieveByActivityEvent: flat, and every value a string.</summary>
    public IReadOnlyDictionary<string, string?> OfType(Activity activity, bool withCustomFields, bool withEmptyValues)
    {
        var row = new Dictionary<string, string?>
        {
            ["ProspectActivityId"] = activity.Id.ToString(),
            ["RelatedProspectId"] = activity.LeadId.ToString(),
            ["ActivityType"] = (types.Find(activity.EventCode)?.EventType ?? 0).ToString(),
            ["ActivityEvent"] = activity.EventCode.ToString(),
        };
        Add(ActivityFieldNames.Note, activity.Note);
        foreach (var (name, value) in Members(activity, withCustomFields))
            Add(name, value);
        row["CreatedOn"] = LeadSquaredDates.Text(activity.ActivityOn);
        AddUser("CreatedBy", activity.CreatedBy);
        row["ModifiedOn"] = LeadSquaredDates.Text(activity.ModifiedOn);
        AddUser("ModifiedBy", activity.ModifiedBy);
        return row;

        void AddUser(string name, Guid id)
        {
            var user = account.Users.GetValueOrDefault(id);
            row[name] = id.ToString();
            Add($"{name}Name", user?.Name);
            Add($"{name}EmailAddress", user?.Email);
        }

        void Add(string name, string? value)
        {
            if (withEmptyValues || !string.IsNullOrEmpty(value))
                row[name] = value;
        }
    }

    /// <summary>A row of RetrieveRecentlyModified: details as Data, own fields as the list Fields.</summary>
    public RecentActivity Recent(Activity activity, bool withCustomFields)
    {
        var type = types.Find(activity.EventCode);
        return new RecentActivity
        {
            Id = activity.Id,
            EventCode = activity.EventCode,
            EventName = type?.Name,
            CreatedOn = LeadSquaredDates.Text(activity.ActivityOn),
            ModifiedOn = LeadSquaredDates.Text(activity.ModifiedOn),
            RelatedProspectId = activity.LeadId,
            ActivityType = type?.EventType ?? 0,
            Type = type?.DirectionName,
            RelatedOpportunityId = activity.OpportunityId,
            CreatedBy = activity.CreatedBy,
            ModifiedBy = activity.ModifiedBy,
            Fields = withCustomFields
                ? [.. Members(activity).Select(member => new KeyValue(member.Name, member.Value))]
                : null,
            Data = LeadSquaredActivityData.Of(activity, type, account),
        };
    }

    /// <summary>A row as webhooks are told of it: own fields and the note as the object Data (core §7.1).</summary>
    public WebhookActivityRow OfWebhook(Activity activity)
    {
        var type = types.Find(activity.EventCode);
        return new WebhookActivityRow
        {
            ProspectActivityId = activity.Id,
            RelatedProspectId = activity.LeadId,
            ActivityEvent = activity.EventCode.ToString(),
            ActivityEventName = type?.Name,
            ActivityType = (type?.EventType ?? 0).ToString(),
            CreatedBy = activity.CreatedBy,
            CreatedOn = LeadSquaredDates.Text(activity.ActivityOn),
            Score = type?.Score ?? 0,
            Data = Members(activity).Append(("Note", activity.Note))
                .ToDictionary(member => member.Item1, member => member.Item2),
        };
    }

    /// <summary>A value as activities print it: times to the second (core §0.1).</summary>
    public static string? Print(FieldDefinition field, string? value) =>
        field.Type is FieldType.DateTime or FieldType.Date && value is { Length: > SecondsLength }
            ? value[..SecondsLength]
            : value;

    private OwnValues OwnFields(Activity activity) => new()
    {
        ProspectActivityAutoId = activity.Number,
        ActivityEvent_Note = activity.Note,
        CreatedBy = activity.CreatedBy,
        CreatedOn = activity.ActivityOn.ToString(UsStyle),
        Values = Members(activity).ToDictionary(member => member.Name, member => (object?)member.Value),
    };

    private IEnumerable<(string Name, string? Value)> Members(Activity activity, bool withCustomFields = true)
    {
        yield return (ActivityFieldNames.Status, activity.Status);
        yield return (ActivityFieldNames.Owner, activity.OwnerId?.ToString());
        if (!withCustomFields)
            yield break;
        foreach (var field in fields.OfActivity(activity.EventCode).Fields)
            yield return (field.SchemaName, Print(field, activity.Value(field.SchemaName)));
    }
}
