namespace Leadline.Tests.Support;

/// <summary>What the first account's <c>credentials.json</c> holds.</summary>
internal sealed record Credentials(
    string Url,
    string OrgId,
    string AdminEmail,
    string AdminPassword,
    string AccessKey,
    string SecretKey,
    string AsyncApiKey,
    string IspcrmToken,
    string TicketId,
    string PortalId,
    string PortalAuthKey,
    string PortalRegisterToken);
