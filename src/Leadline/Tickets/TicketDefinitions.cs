using Leadline.Accounts;
using Leadline.Fields;
using Leadline.ServiceDesk;

namespace Leadline.Tickets;

/// <summary>What commands of tickets are made of: the account's definitions, and how its desk works.</summary>
internal sealed record TicketDefinitions(Definitions Shared, Desk Desk)
{
    /// <summary>The account's version that all of it is of, or younger.</summary>
    public long Version { get; } = Math.Min(Shared.Version, Desk.Version);

    public Account Account => Shared.Account;

    public FieldCatalog Fields { get; } = TicketFields.CatalogIn(Shared.Fields);
}
