namespace Leadline.Protocol.LeadSquared;

/// <summary>The public auth key (extended §4.2).</summary>
/// <param name="PublicAuthKey">What calls of a portal send as Authorization.</param>
public sealed record PublicTokenResponse(string PublicAuthKey);

/// <summary>A lead has become a portal user (extended §4.3).</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Message">Registration Successful.</param>
public sealed record PortalRegisteredResponse(Guid LeadId, string Message);

/// <summary>A session has begun (extended §4.4, §4.10). A class: a record would print the key.</summary>
/// <param name="authKey">The session's key.</param>
/// <param name="leadId">Who is signed in.</param>
public sealed class PortalSessionResponse(string authKey, Guid leadId)
{
    /// <summary>What calls of the session send as Authorization.</summary>
    public string AuthKey { get; } = authKey;

    /// <summary>Who is signed in.</summary>
    public Guid LeadId { get; } = leadId;
}

/// <summary>A code was sent (extended §4.5).</summary>
/// <param name="Code">What goes with the code when it is used; null where none was sent to a form's visitor.</param>
/// <param name="FieldContent">What the code was asked for with.</param>
/// <param name="Message">Null, or why no code was sent.</param>
/// <param name="Status">Success, or Error.</param>
public sealed record PortalCodeResponse(string? Code, string? FieldContent, string? Message, string Status);

/// <summary>A call of the Portal API was done (extended §4.6, §4.8, §4.9).</summary>
/// <param name="IsSuccessful">True; false where a form's code is not right.</param>
/// <param name="ResponseText">What was done, or what is wrong.</param>
public sealed record PortalResultResponse(bool IsSuccessful, string ResponseText);
