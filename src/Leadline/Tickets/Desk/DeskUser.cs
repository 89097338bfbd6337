using Leadline.Accounts;

namespace Leadline.Tickets.Desk;

/// <summary>Who did what nobody did: the desk itself, by the passing of time or on mail.</summary>
internal static class DeskUser
{
    /// <summary>A user that no account has.</summary>
    public static readonly User Itself = new(
        Guid.Empty, "", "Service", "Desk", Roles.Administrator, IsActive: true, PasswordHash: null);

    /// <summary>
    /// A user under whose name the desk does what the user did not ask for: what customers write by mail or in a portal. What the
    /// user may do in the desk is no matter then.
    /// </summary>
    public static User InPlaceOf(User user) => user with { ServiceRole = ServiceRoles.Admin };
}
