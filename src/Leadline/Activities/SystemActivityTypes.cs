using Leadline.Fields;

namespace Leadline.Activities;

/// <summary>The activity types that every account starts with (core §3.10 - §3.12), and the fields of those that have some.</summary>
internal static class SystemActivityTypes
{
    public static IReadOnlyList<ActivityType> All { get; } =
    [
        Call(21, "Inbound Phone Call Activity", ActivityDirections.Inbound),
        Call(22, "Outbound Phone Call Activity", ActivityDirections.Outbound),
        System(23, "Lead Capture", ActivityDirections.Inbound),
        System(30, "Sales Activity", ActivityDirections.Inbound),
        System(32, "Duplicate Opportunity Detected"),
        System(33, "Opportunity Captured"),
        System(97, "Dynamic Form Submission", ActivityDirections.Inbound),
        System(98, "Payment", ActivityDirections.Inbound),
        Default(101, "Phone Conversation", ActivityDirections.Outbound),
        Default(102, "Meeting", ActivityDirections.Outbound),
        Default(103, "Email Conversation", ActivityDirections.Outbound),
        Default(104, "Document Received", ActivityDirections.Inbound),
        Default(105, "General Activity", ActivityDirections.Inbound),
        System(3001, "Lead Assigned"),
        System(3002, "Stage Change") with { EventType = ActivityEventTypes.StageChange },
        System(3003, "Lead Merge"),
        System(3004, "Source Change"),
        System(3020, "Ticket Created"),
        System(3021, "Ticket Updated"),
        System(3022, "Ticket Message Received", ActivityDirections.Inbound),
        System(3023, "Ticket Reply Sent", ActivityDirections.Outbound),
    ];

    public static IReadOnlyList<(int EventCode, IReadOnlyList<FieldDefinition> Fields)> Fields { get; } =
    [
        (21, CallFields(21)),
        (22, CallFields(22)),
        (30,
        [
            Field(30, 1, "Product", FieldType.Text),
            Field(30, 2, "Order Value", FieldType.Decimal),
            Field(30, 3, "Sales Date", FieldType.DateTime),
            Field(30, 4, "Sales Owner", FieldType.User),
        ]),
    ];

    private static ActivityType Call(int code, string name, int direction) =>
        System(code, name, direction) with { EventType = ActivityEventTypes.PhoneCall };

    /// <summary>A type that is there from the start but is otherwise like an account's own.</summary>
    private static ActivityType Default(int code, string name, int direction) =>
        System(code, name, direction) with { EventType = ActivityEventTypes.Custom, IsSystem = false };

    private static ActivityType System(int code, string name, int direction = ActivityDirections.Information) => new()
    {
        EventCode = code,
        Id = StandardLeadFields.IdOf($"activity/{code}"),
        Name = name,
        DisplayName = name,
        EventType = ActivityEventTypes.System,
        Direction = direction,
        IsSystem = true,
    };

    private static FieldDefinition[] CallFields(int code) =>
    [
        Field(code, 1, "Display Number", FieldType.Text),
        Field(code, 2, "Start Time", FieldType.DateTime),
        Field(code, 3, "Call Duration", FieldType.Number),
        Field(code, 4, "Recording", FieldType.Url),
    ];

    private static FieldDefinition Field(int code, int number, string displayName, FieldType type) => new()
    {
        Id = StandardLeadFields.IdOf($"activity/{code}/{number}"),
        SchemaName = $"mx_Custom_{number}",
        DisplayName = displayName,
        Type = type,
    };
}
