using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;

namespace Leadline.Activities;

/// <summary>Activities in the three forms that LeadSquared's reads print them in (core §3.7, §3.10, §3.11).</summary>
internal sealed class LeadSquaredActivityJson(Utf8JsonWriter json, Account account, ActivityTypeCatalog types, AccountFields fields)
{
    private const string Sortable = "yyyy-MM-dd HH:mm:ss";
    private const string UsStyle = "M/d/yyyy h:mm:ss tt";
    private const int SecondsLength = 19;

    /// <summary>A row of Retrieve: details as Data, own fields as the object ActivityFields.</summary>
    public void WriteOfLead(Activity activity)
    {
        var type = types.Find(activity.EventCode);
        json.WriteStartObject();
        WriteId(activity, type);
        json.WriteNumber("ActivityScore"u8, type?.Score ?? 0);
        WriteDates(activity);
        json.WriteNumber("ActivityType"u8, type?.EventType ?? 0);
        json.WriteBoolean("IsEmailType"u8, false);
        json.WriteString("Type"u8, type?.DirectionName);
        json.WriteNull("SessionId"u8);
        json.WriteNumber("TrackLocation"u8, type?.TrackLocation == true ? 1 : 0);
        json.WriteNull("Latitude"u8);
        json.WriteNull("Longitude"u8);
        WriteData(activity, type);
        json.WriteStartObject("ActivityFields"u8);
        json.WriteNumber("ProspectActivityAutoId"u8, activity.Number);
        json.WriteString(ActivityFieldNames.Note, activity.Note);
        json.WriteString("CreatedBy"u8, activity.CreatedBy);
        json.WriteString("CreatedOn"u8, activity.ActivityOn.ToString(UsStyle));
        foreach (var (name, value) in Members(activity))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A row of RetrieveByActivityEvent: flat, and every value a string.</summary>
    public void WriteOfType(Activity activity, bool withCustomFields, bool withEmptyValues)
    {
        json.WriteStartObject();
        json.WriteString("ProspectActivityId"u8, activity.Id);
        json.WriteString("RelatedProspectId"u8, activity.LeadId);
        json.WriteString("ActivityType"u8, (types.Find(activity.EventCode)?.EventType ?? 0).ToString());
        json.WriteString("ActivityEvent"u8, activity.EventCode.ToString());
        Write(ActivityFieldNames.Note, activity.Note);
        foreach (var (name, value) in Members(activity, withCustomFields))
            Write(name, value);
        json.WriteString("CreatedOn"u8, activity.ActivityOn.ToString(Sortable));
        WriteUser("CreatedBy", activity.CreatedBy);
        json.WriteString("ModifiedOn"u8, activity.ModifiedOn.ToString(Sortable));
        WriteUser("ModifiedBy", activity.ModifiedBy);
        json.WriteEndObject();

        void WriteUser(string name, Guid id)
        {
            var user = account.Users.GetValueOrDefault(id);
            json.WriteString(name, id);
            Write($"{name}Name", user?.Name);
            Write($"{name}EmailAddress", user?.Email);
        }

        void Write(string name, string? value)
        {
            if (withEmptyValues || !string.IsNullOrEmpty(value))
                json.WriteString(name, value);
        }
    }

    /// <summary>A row of RetrieveRecentlyModified: details as Data, own fields as the list Fields.</summary>
    public void WriteRecent(Activity activity, bool withCustomFields)
    {
        var type = types.Find(activity.EventCode);
        json.WriteStartObject();
        WriteId(activity, type);
        WriteDates(activity);
        json.WriteNumber("ActivityType"u8, type?.EventType ?? 0);
        json.WriteString("Type"u8, type?.DirectionName);
        if (activity.OpportunityId is { } opportunityId)
            json.WriteString("RelatedOpportunityId"u8, opportunityId);
        else
            json.WriteNull("RelatedOpportunityId"u8);
        json.WriteString("CreatedBy"u8, activity.CreatedBy);
        json.WriteString("ModifiedBy"u8, activity.ModifiedBy);
        if (withCustomFields)
        {
            json.WriteStartArray("Fields"u8);
            foreach (var (name, value) in Members(activity))
                WritePair(name, value);
            json.WriteEndArray();
        }

        WriteData(activity, type);
        json.WriteEndObject();
    }

    /// <summary>A value as activities print it: times to the second (core §0.1).</summary>
    public static string? Print(FieldDefinition field, string? value) =>
        field.Type is FieldType.DateTime or FieldType.Date && value is { Length: > SecondsLength } ? value[..SecondsLength] : value;

    private void WriteId(Activity activity, ActivityType? type)
    {
        json.WriteString("Id"u8, activity.Id);
        json.WriteNumber("EventCode"u8, activity.EventCode);
        json.WriteString("EventName"u8, type?.Name);
    }

    private void WriteDates(Activity activity)
    {
        json.WriteString("CreatedOn"u8, activity.ActivityOn.ToString(Sortable));
        json.WriteString("ModifiedOn"u8, activity.ModifiedOn.ToString(Sortable));
        json.WriteString("RelatedProspectId"u8, activity.LeadId);
    }

    private IEnumerable<(string Name, string? Value)> Members(Activity activity, bool withCustomFields = true)
    {
        yield return (ActivityFieldNames.Status, activity.Status);
        yield return (ActivityFieldNames.Owner, activity.OwnerId?.ToString());
        if (!withCustomFields)
            yield break;
        foreach (var field in fields.OfActivity(activity.EventCode).Fields)
            yield return (field.SchemaName, Print(field, activity.Value(field.SchemaName)));
    }

    private void WriteData(Activity activity, ActivityType? type)
    {
        json.WriteStartArray("Data"u8);
        if (SystemNote.IsOne(activity.Note))
        {
            foreach (var (name, value) in SystemNote.Read(activity.Note))
                WritePair(name, value);
        }
        else
        {
            WritePair("NotableEvent", type?.DisplayName);
            WritePair("NotableEventDescription", activity.Note);
        }

        WritePair("CreatedBy", account.Users.GetValueOrDefault(activity.CreatedBy)?.Name);
        json.WriteEndArray();
    }

    private void WritePair(string name, string? value)
    {
        json.WriteStartObject();
        json.WriteString("Key"u8, name);
        json.WriteString("Value"u8, value);
        json.WriteEndObject();
    }
}
