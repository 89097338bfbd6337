using Leadline.Fields;
using Leadline.ServiceDesk;

namespace Leadline.Subscribers;

/// <summary>
/// The service desk's words as ISPCRM has them (extended §7.7). A subject is what a ticket is about: the desk's
/// sub-types, or its types where it has no sub-types.
/// </summary>
internal sealed class SubscriberTickets(FieldCatalog catalog)
{
    public IReadOnlyList<string> Types => Options(TicketFieldNames.Type);

    public IReadOnlyList<string> Statuses => Options(TicketFieldNames.Status);

    public IReadOnlyList<string> Subjects => HasSubTypes ? Options(TicketFieldNames.SubType) : Types;

    public bool HasSubTypes => Options(TicketFieldNames.SubType).Count > 0;

    private IReadOnlyList<string> Options(string field) => catalog.Find(field)?.Options ?? [];
}

/// <summary>A ticket that a subscriber opens, in numbers (extended §7.7).</summary>
internal sealed record SubscriberTicket(
    int? SubjectId, int? TypeId, int? StatusId, string? Description, string? Priority, long? LeadNumber);
