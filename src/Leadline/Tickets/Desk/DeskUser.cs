using Leadline.Accounts;

namespace Leadline.Tickets.Desk;

/// <summary>Who did what nobody did: the desk itself, by the passing of time or on mail.</summary>
internal static class DeskUser
{
    /// <summary>A user that no account has.</summary>
    public static readonly User Itself = new(
        Guid.Empty, "", "Service", "Desk", Roles.Administrator, IsActive: true, PasswordHash: null);
}
