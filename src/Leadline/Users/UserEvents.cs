namespace Leadline.Users;

/// <summary>
/// What happens to users and groups, as the event log names it. An event's record is the user or the group.
/// </summary>
internal static class UserEvents
{
    public const string Created = "user.created";
    public const string Updated = "user.updated";
    public const string PasswordChanged = "user.passwordChanged";
    public const string SecondFactorSet = "user.secondFactorSet";
    public const string SecondFactorRemoved = "user.secondFactorRemoved";
    public const string PasskeyAdded = "user.passkeyAdded";
    public const string PasskeyRemoved = "user.passkeyRemoved";
    public const string CheckedIn = "user.checkedIn";
    public const string CheckedOut = "user.checkedOut";
    public const string GroupCreated = "salesGroup.created";
    public const string GroupUpdated = "salesGroup.updated";
    public const string GroupDeleted = "salesGroup.deleted";
}
