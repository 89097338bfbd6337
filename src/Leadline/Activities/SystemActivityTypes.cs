using Leadline.Fields;
using Leadline.Leads;

namespace Leadline.Activities;

/// <summary>
/// The activity types that every account starts with (core §3.10 - §3.12), but for those of other features.
/// </summary>
internal static class SystemActivityTypes
{
    public static IReadOnlyList<SystemActivityType> All { get; } =
    [
        Call(21, "Inbound Phone Call Activity", ActivityDirections.Inbound),
        Call(22, "Outbound Phone Call Activity", ActivityDirections.Outbound),
        SystemActivityType.Create(
            LeadMilestones.Capture, LeadMilestone.CaptureName, ActivityDirections.Inbound),
        SystemActivityType.Create(30, "Sales Activity", ActivityDirections.Inbound) with
        {
            Fields =
            [
                Field(30, 1, "Product", FieldType.Text),
                Field(30, 2, "Order Value", FieldType.Decimal),
                Field(30, 3, "Sales Date", FieldType.DateTime),
                Field(30, 4, "Sales Owner", FieldType.User),
            ],
        },
        SystemActivityType.Create(97, "Dynamic Form Submission", ActivityDirections.Inbound),
        SystemActivityType.Create(98, "Payment", ActivityDirections.Inbound),
        Default(101, "Phone Conversation", ActivityDirections.Outbound),
        Default(102, "Meeting", ActivityDirections.Outbound),
        Default(103, "Email Conversation", ActivityDirections.Outbound),
        Default(104, "Document Received", ActivityDirections.Inbound),
        Default(105, "General Activity", ActivityDirections.Inbound),
        SystemActivityType.Create(LeadMilestones.OwnerChange, "Lead Assigned"),
        Changed(
            SystemActivityType.Create(LeadMilestones.StageChange, "Stage Change"), ActivityEventTypes.StageChange),
        SystemActivityType.Create(LeadMilestones.Merge, LeadMilestone.MergeName),
        SystemActivityType.Create(LeadMilestones.SourceChange, "Source Change"),
    ];

    private static SystemActivityType Call(int code, string name, int direction) =>
        Changed(SystemActivityType.Create(code, name, direction), ActivityEventTypes.PhoneCall) with
        {
            Fields =
            [
                Field(code, 1, "Display Number", FieldType.Text),
                Field(code, 2, "Start Time", FieldType.DateTime),
                Field(code, 3, "Call Duration", FieldType.Number),
                Field(code, 4, "Recording", FieldType.Url),
            ],
        };

    /// <summary>A type that is there from the start but is otherwise like an account's own.</summary>
    private static SystemActivityType Default(int code, string name, int direction) =>
        Changed(SystemActivityType.Create(code, name, direction), ActivityEventTypes.Custom, isSystem: false);

    private static SystemActivityType Changed(SystemActivityType system, int eventType, bool isSystem = true) =>
        system with
        {
            Type = system.Type with { EventType = eventType, IsSystem = isSystem, AllowAttachments = !isSystem },
        };

    private static FieldDefinition Field(int code, int number, string displayName, FieldType type) => new()
    {
        Id = StandardLeadFields.IdOf($"activity/{code}/{number}"),
        SchemaName = $"mx_Custom_{number}",
        DisplayName = displayName,
        Type = type,
    };
}
