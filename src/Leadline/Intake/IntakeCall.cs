namespace Leadline.Intake;

/// <summary>The calls that may be sent asynchronously, numbered as the database keeps them.</summary>
internal enum IntakeCall : short
{
    LeadCapture = 1,
    LeadUpdate,
    ActivityCreate,
    ActivityCreateCustom,
    OpportunityCapture,
    OpportunityUpdate,
    CallLog,
}

/// <summary>What the wire says of a call (extended §3.2 - §3.4).</summary>
/// <param name="Path">Where it is sent; its metrics and its status stand below.</param>
/// <param name="Name">The name in Leadline's own API.</param>
/// <param name="TaskType">The status answer's TaskType.</param>
/// <param name="IdMember">The status answer spells its id in two ways.</param>
/// <param name="RateMember">And the metrics answer its rate.</param>
internal sealed record IntakeCallForm(
    IntakeCall Call, string Path, string Name, string TaskType, string IdMember, string RateMember)
{
    private const string CapitalRate = "ProcessingRatePerMinute";
    private const string SmallRate = "ProcessingratePerMinute";

    public static IReadOnlyList<IntakeCallForm> All { get; } =
    [
        new(IntakeCall.LeadCapture, "lead/capture", "leadCapture", "Lead Capture", "RequestId", CapitalRate),
        new(IntakeCall.LeadUpdate, "lead/update", "leadUpdate", "Lead Update", "RequestID", CapitalRate),
        new(
            IntakeCall.ActivityCreate,
            "activity/create",
            "activityCreate",
            "Activity Create",
            "RequestId",
            CapitalRate),
        new(
            IntakeCall.ActivityCreateCustom,
            "activity/createcustom",
            "activityCreateCustom",
            "Activity Create Custom",
            "RequestId",
            SmallRate),
        new(
            IntakeCall.OpportunityCapture,
            "opportunity/capture",
            "opportunityCapture",
            "Opportunity Capture",
            "RequestId",
            SmallRate),
        new(
            IntakeCall.OpportunityUpdate,
            "opportunity/update",
            "opportunityUpdate",
            "Opportunity Update",
            "RequestID",
            CapitalRate),
        new(
            IntakeCall.CallLog,
            "1/api/telephony/logcallcomplete",
            "callLog",
            "Telephony-LogCall",
            "RequestId",
            CapitalRate),
    ];

    public static IntakeCallForm For(IntakeCall call) => All[(int)call - 1];
}

/// <summary>A number for each call, as the database's arrays hold them.</summary>
internal static class CallTotals
{
    public static long[] None() => new long[IntakeCallForm.All.Count];

    public static void Add(this long[] totals, IntakeCall call, int count) => totals[(int)call - 1] += count;

    public static long For(this long[] totals, IntakeCall call) => totals[(int)call - 1];

    /// <summary>The totals of a database that knew fewer calls, with room for today's.</summary>
    public static long[] Widened(long[] totals)
    {
        if (totals.Length < IntakeCallForm.All.Count)
            Array.Resize(ref totals, IntakeCallForm.All.Count);
        return totals;
    }
}
