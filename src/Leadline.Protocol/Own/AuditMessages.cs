using System.Text.Json;

namespace Leadline.Protocol.Own;

/// <summary>The audit log: <c>GET /leadline/v1/audit</c>.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">Where the next page begins: as <c>after</c>; null where there is none.</param>
public sealed record AuditResponse(IReadOnlyList<AuditEntryResponse> Entries, Guid? Next);

/// <summary>A change of what the account's users may do, of its keys or of its settings.</summary>
/// <param name="Id">Its id.</param>
/// <param name="On">When it was made.</param>
/// <param name="UserId">Who made it; null where nobody had signed in, or an operator did it.</param>
/// <param name="User">The e-mail address of that user.</param>
/// <param name="Key">The public half of the key that the call carried; null for a session.</param>
/// <param name="Address">The network address that the call came from.</param>
/// <param name="Action">created, changed or deleted; refused for a sign-in with a wrong password or code.</param>
/// <param name="Kind">
/// What was changed: account, user, key, session, invitation, secondFactor, identity, group, groupMember,
/// permissionTemplate, field, activityType, opportunityType, taskType, companyType, serviceDesk, deskDefinition,
/// mailbox, portal, portalToken, webhook, emailTemplate, emailSettings, table, leadSettings, salesSettings, macro,
/// leadDeletion or personalRequest.
/// </param>
/// <param name="Record">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">The members that were changed, as they were; secrets are told by their names alone.</param>
/// <param name="After">The same as they are since.</param>
public sealed record AuditEntryResponse(
    Guid Id,
    DateTime On,
    Guid? UserId,
    string? User,
    string? Key,
    string? Address,
    string Action,
    string Kind,
    string Record,
    string? Name,
    JsonElement? Before,
    JsonElement? After);
