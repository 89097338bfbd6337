using Leadline.Accounts;

namespace Leadline.ServiceDesk;

/// <summary>Who did what nobody did: the desk itself, by the passing of time or on mail.</summary>
internal static class SystemUser
{
    /// <summary>A user that no account has.</summary>
    public static readonly User Itself = new(
        Guid.Empty, "", "Service", "Desk", Roles.Administrator, IsActive: true, PasswordHash: null);

    /// <summary>
    /// The desk under a user's name, where it does what the user did not ask for: what customers write by mail or in a
    /// portal. What the user may do in the desk is no matter then.
    /// </summary>
    public static Caller InPlaceOf(Caller caller) =>
        caller.Unrestricted with
        {
            User = caller.Unrestricted.User with { ServiceRole = ServiceRoles.Admin },
        };
}
