using Leadline.Leads;

namespace Leadline.Webhooks;

/// <summary>Whether a webhook is told of events; the numbers are those of the wire (core §7).</summary>
internal enum WebhookStatus
{
    On = 0,
    OffByHand = 1,
    OffAfterFailures = 2,
}

/// <summary>A header that a webhook's calls carry.</summary>
internal sealed record WebhookHeader(string Key, string Value);

/// <summary>Somebody outside who is told of an account's events.</summary>
internal sealed record Webhook
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    public string Url { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>application/json, application/x-www-form-urlencoded or text/plain.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Kinds of events as the log names them; one that ends in * stands for all that begin so.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The LeadSquared event in whose form it is told; null for Leadline's own form.</summary>
    public int? WireEvent { get; init; }

    /// <summary>Of activities those of this type alone.</summary>
    public int? ActivityCode { get; init; }

    /// <summary>Of changes those of this field alone.</summary>
    public string? Field { get; init; }

    /// <summary>WebhookProperties as the wire sent them.</summary>
    public string? Properties { get; init; }

    public IReadOnlyList<WebhookHeader> Headers { get; init; } = [];

    /// <summary>Mails whoever made it when it is switched off after failures.</summary>
    public bool NotifyOnFailure { get; init; }

    public WebhookStatus Status { get; init; }

    /// <summary>Why it was switched off.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Tries in a row of which none succeeded.</summary>
    public int Failures { get; init; }

    public DateTime DueOn { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTime CreatedOn { get; init; }

    public required Guid ModifiedBy { get; init; }

    public required DateTime ModifiedOn { get; init; }

    /// <summary>Counts up with each change of its settings.</summary>
    public int Version { get; init; }

    /// <summary>True where it asks for events of the kind.</summary>
    public bool IsFor(string kind) => IsAmong(Kinds, kind);

    /// <summary>True where one of the kinds is or stands for this one.</summary>
    public static bool IsAmong(IReadOnlyList<string> kinds, string kind) => kinds.Any(
        wanted => wanted.EndsWith('*') ? kind.StartsWith(wanted[..^1], StringComparison.Ordinal) : kind == wanted);
}

/// <summary>An event that a client of the LeadSquared API may ask for (core §7).</summary>
/// <param name="Number">Its number in Create and Update.</param>
/// <param name="Code">Its name in Retrieve, and in the query of a delivery.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Kind">What the log calls it; null for what does not happen here: there are no landing pages.</param>
/// <param name="Field">The field whose change it is.</param>
internal sealed record WireEvent(int Number, string Code, string Name, string? Kind, string? Field = null)
{
    public const int ActivityCreated = 2;
    public const int FieldChanged = 26;
    public const int ActivityUpdated = 15;

    private const string Status = "Status";

    public static readonly IReadOnlyList<WireEvent> All =
    [
        new(1, "Landing_Page_submission", "Landing Page Submission", null),
        new(ActivityCreated, "LeadActivity_Post_Create", "Lead Activity Creation", "activity.created"),
        new(3, "Lead_Post_Create", "Lead Creation", LeadEvents.Created),
        new(4, "Lead_Owner_Change", "Lead Owner Change", LeadEvents.Updated, LeadFieldNames.OwnerId),
        new(5, "Lead_Post_Stage_Change", "Lead Stage Change", LeadEvents.Updated, LeadFieldNames.Stage),
        new(6, "Lead_Post_Update", "Lead Update", LeadEvents.Updated),
        new(7, "Task_Create", "Task Creation", "task.created"),
        new(8, "Task_Reminder", "Task Reminder", "task.reminder"),
        new(9, "Lead_Score_Change", "Lead Score Change", LeadEvents.Updated, LeadScore.Score),
        new(ActivityUpdated, "LeadActivity_Post_Update", "Lead Activity Update", "activity.updated"),
        new(16, "Task_Complete", "Task Completion", "task.completed"),
        new(17, "Task_Update", "Task Update", "task.updated"),
        new(FieldChanged, "Lead_Field_Change", "Lead Field Update", LeadEvents.Updated),
        new(31, "Opportunity_Post_Create", "Opportunity Creation", "opportunity.created"),
        new(32, "Opportunity_Post_Update", "Opportunity Update", "opportunity.updated"),
        new(33, "OpportunityField_Post_Update", "Opportunity Field Update", "opportunity.updated"),
        new(34, "OpportunityStage_Post_Update", "Opportunity Stage Update", "opportunity.updated", Status),
        new(35, "Opportunity_Post_Delete", "Opportunity Deletion", "opportunity.deleted"),
    ];

    public static WireEvent? Find(int? number) => All.FirstOrDefault(one => one.Number == number);
}
