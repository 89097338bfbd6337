using Leadline.Accounts;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>
/// The details of an activity as LeadSquared's reads print them in <c>Data</c> (core §3.7, §3.11): those of its note,
/// and of a phone call always the same four first.
/// </summary>
internal static class LeadSquaredActivityData
{
    private const string Caller = "Caller";
    private const string Duration = "Duration";

    // The note and Data spell it differently (core §3.11).
    private const string NotedResource = "ResourceURL";
    private const string Resource = "ResourceUrl";

    public static IReadOnlyList<KeyValue> Of(Activity activity, ActivityType? type, Account account)
    {
        var details = new OrderedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in SystemNote.IsSystemNote(activity.Note) ? SystemNote.Read(activity.Note) : [])
            details[name] = value;
        if (type?.EventType == ActivityEventTypes.PhoneCall)
            details = Call(activity, account, details);
        else if (details.Count == 0)
            (details["NotableEvent"], details["NotableEventDescription"]) = (type?.DisplayName, activity.Note);
        details.TryAdd(SystemNote.CreatedBy, Name(account, activity.CreatedBy));
        return [.. details.Select(detail => new KeyValue(detail.Key, detail.Value))];
    }

    private static OrderedDictionary<string, string?> Call(
        Activity activity, Account account, OrderedDictionary<string, string?> noted)
    {
        var call = new OrderedDictionary<string, string?>(StringComparer.Ordinal)
        {
            // Calls are logged once they have ended.
            ["CallType"] = "Complete",
            [Caller] = Noted(Caller) ?? Name(account, activity.OwnerId ?? activity.CreatedBy),
            [Duration] = Noted(Duration) ?? activity.Value(CallFieldNames.Duration) ?? "",
            [Resource] = Noted(NotedResource) ?? activity.Value(CallFieldNames.Recording) ?? "",
        };
        foreach (var (name, value) in noted)
            if (name != NotedResource)
                call.TryAdd(name, value);
        return call;

        string? Noted(string name) => noted.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private static string? Name(Account account, Guid userId) => account.Users.GetValueOrDefault(userId)?.Name;
}
