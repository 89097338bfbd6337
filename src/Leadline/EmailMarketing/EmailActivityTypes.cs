using Leadline.Activities;

namespace Leadline.EmailMarketing;

/// <summary>
/// The activities by which a lead's timeline tells of mail. The wire document records no codes of them: these are
/// Leadline's own, among those of LeadSquared's 3000s.
/// </summary>
internal static class EmailActivityTypes
{
    public static readonly SystemActivityType Sent = SystemActivityType.Create(
        3041, "Email Sent", ActivityDirections.Outbound);

    public static readonly SystemActivityType Opened = SystemActivityType.Create(
        3042, "Email Opened", ActivityDirections.Inbound);

    public static readonly SystemActivityType Clicked = SystemActivityType.Create(
        3043, "Email Link Clicked", ActivityDirections.Inbound);

    public static readonly SystemActivityType Unsubscribed = SystemActivityType.Create(
        3044, "Email Unsubscribed", ActivityDirections.Inbound);

    public static readonly SystemActivityType Bounced = SystemActivityType.Create(3045, "Email Bounced");

    public static readonly IReadOnlyList<SystemActivityType> All = [Sent, Opened, Clicked, Unsubscribed, Bounced];
}
