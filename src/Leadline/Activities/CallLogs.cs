using System.Text;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Phone calls as telephone systems report them: each is a phone-call activity on the lead at the other end.
/// </summary>
internal static class CallLogs
{
    private const int Inbound = 21;
    private const int Outbound = 22;

    /// <summary>
    /// Reads a call's log. Without an id the lead is the one with the number at the other end, which
    /// is made when nobody has it, with CallerSource as its source (core §9).
    /// </summary>
    public static Result<ActivityInput> Read(Caller caller, ReadOnlySpan<byte> bytes)
    {
        var read = Call.Read<CallLogBody>(bytes);
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (DirectionOf(body) is not { } eventCode)
            return Failure.InvalidParameter(nameof(body.Direction));
        var activity = ActivityOf(caller, body, eventCode);
        if (!string.IsNullOrWhiteSpace(body.LeadId))
            return Guid.TryParse(body.LeadId, out var leadId)
                ? new ActivityInput(activity) { LeadId = leadId, SkipOptions = true }
                : LeadRules.Unknown;

        var (name, number) = eventCode == Inbound
            ? (nameof(body.SourceNumber), body.SourceNumber)
            : (nameof(body.DestinationNumber), body.DestinationNumber);
        if (string.IsNullOrWhiteSpace(number))
            return Failure.InvalidParameter(name);
        var lead = new List<LeadProperty>
        {
            new() { Attribute = LeadFieldNames.Phone, Value = number },
            new() { Attribute = LeadFieldNames.SearchBy, Value = LeadFieldNames.Phone },
        };
        if (!string.IsNullOrWhiteSpace(body.CallerSource))
            lead.Add(new() { Attribute = LeadFieldNames.Source, Value = body.CallerSource });

        // Who is known keeps what is known: a call tells nothing new of them.
        return new ActivityInput(activity)
        {
            Lead = lead,
            Behavior = LeadUpdateBehavior.DoNotUpdate,
            SkipOptions = true,
        };
    }

    private static int? DirectionOf(CallLogBody body) => body.Direction?.Trim().ToUpperInvariant() switch
    {
        "INBOUND" => Inbound,
        "OUTBOUND" => Outbound,
        _ => null,
    };

    private static ActivityBody ActivityOf(Caller caller, CallLogBody body, int eventCode)
    {
        var user = Guid.TryParse(body.UserId, out var id)
            ? caller.Account.Users.GetValueOrDefault(id)
            : caller.Account.FindUser(body.UserId);
        (string Name, string? Value)[] fields =
        [
            (ActivityFieldNames.Status, body.Status),
            (ActivityFieldNames.Owner, user?.Id.ToString()),
            (CallFieldNames.DisplayNumber, body.DisplayNumber),
            (CallFieldNames.StartTime, body.StartTime),
            (CallFieldNames.Duration, body.CallDuration),
            (CallFieldNames.Recording, body.ResourceURL),
        ];
        return new ActivityBody
        {
            ActivityEvent = eventCode,
            ActivityDateTime = body.StartTime,
            ActivityNote = SystemNote.Write(
                ("Caller", user?.Name),
                ("UserId", user?.Id.ToString()),
                ("Duration", body.CallDuration),
                ("Status", body.Status),
                ("CallNotes", body.CallNotes),
                ("ResourceURL", body.ResourceURL),
                ("StartTime", body.StartTime),
                ("Tag", body.Tag),
                ("DisplayNumber", body.DisplayNumber),
                ("SourceData", SourceData(body))),
            ValidateDropDownOptions = true,
            Fields =
            [
                .. fields.Where(field => !string.IsNullOrWhiteSpace(field.Value))
                    .Select(field => new LeadProperty { Attribute = field.Name, Value = field.Value }),
            ],
        };
    }

    private static string SourceData(CallLogBody body)
    {
        var buffer = JsonBuffer.Rent();
        var json = buffer.Writer;
        json.WriteStartObject();
        json.WriteString("SourceNumber"u8, body.SourceNumber);
        json.WriteString("DestinationNumber"u8, body.DestinationNumber);
        json.WriteString("EndTime"u8, body.EndTime);
        json.WriteString("CallNotes"u8, body.CallNotes);
        json.WriteString("CallSessionId"u8, body.CallSessionId);
        json.WriteEndObject();
        var text = Encoding.UTF8.GetString(buffer.Written().Span);
        buffer.Return();
        return text;
    }
}

/// <summary>The fields of phone calls (core §3.12).</summary>
internal static class CallFieldNames
{
    public const string DisplayNumber = "mx_Custom_1";
    public const string StartTime = "mx_Custom_2";

    /// <summary>In seconds.</summary>
    public const string Duration = "mx_Custom_3";

    public const string Recording = "mx_Custom_4";
}
