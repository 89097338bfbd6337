namespace Leadline.Protocol.LeadSquared;

// Bodies with passwords and codes are classes: a record would print them.

/// <summary>Body of the Portal API's Register (extended §4.3).</summary>
public sealed class PortalRegisterBody
{
    /// <summary>True registers new leads only: an existing one is refused.</summary>
    public bool? RegisterOnlyNewLead { get; init; }

    /// <summary>
    /// The lead's values, among them mx_Portal_Password, mx_Portal_Confirm_Password and a unique one.
    /// </summary>
    public List<LeadProperty>? LeadFields { get; init; }
}

/// <summary>A lead named by a unique field (extended §4.4).</summary>
public sealed class PortalSearchKey
{
    /// <summary>Schema name of the field.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The lead's value.</summary>
    public string? Value { get; init; }
}

/// <summary>Body of the Portal API's sign in, by password (extended §4.4) or by a code (extended §4.5).</summary>
public sealed class PortalSignInBody
{
    /// <summary>The lead's e-mail address.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>The portal password.</summary>
    public string? Password { get; init; }

    /// <summary>The lead by another unique field than its e-mail address.</summary>
    public PortalSearchKey? SearchKeyData { get; init; }

    /// <summary>True signs in with the code of <see cref="OTPSigninData"/>.</summary>
    public bool? OTPSigninRequest { get; init; }

    /// <summary>The code and what it was asked for with.</summary>
    public PortalCodeData? OTPSigninData { get; init; }
}

/// <summary>A code that a lead was sent.</summary>
public sealed class PortalCodeData
{
    /// <summary>The digits that the lead received.</summary>
    public string? Otp { get; init; }

    /// <summary>The value that the code was asked for with.</summary>
    public string? FieldContent { get; init; }

    /// <summary>What the request for the code answered.</summary>
    public string? Code { get; init; }
}

/// <summary>Body that asks for a sign-in code (extended §4.5).</summary>
public sealed class PortalCodeBody
{
    /// <summary>Schema name of a unique field that holds a phone number or an e-mail address.</summary>
    public string? FieldSchemaName { get; init; }

    /// <summary>The lead's value of it.</summary>
    public string? FieldContent { get; init; }
}

/// <summary>Body that asks for a password link (extended §4.7).</summary>
public sealed class PortalForgotBody
{
    /// <summary>The lead's e-mail address.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>The lead by another unique field.</summary>
    public PortalSearchKey? SearchKeyData { get; init; }

    /// <summary>The field of the lead, of type e-mail or phone, that the link goes to.</summary>
    public PortalSearchKey? RecipientField { get; init; }
}

/// <summary>Body that sets a new password with the link's token (extended §4.8).</summary>
public sealed class PortalResetBody
{
    /// <summary>The new password.</summary>
    public string? Password { get; init; }

    /// <summary>The lead's id, from the link.</summary>
    public string? LeadId { get; init; }

    /// <summary>The token, from the link.</summary>
    public string? TemporaryPassword { get; init; }
}

/// <summary>Body that changes the password of who is signed in (extended §4.9).</summary>
public sealed class PortalChangePasswordBody
{
    /// <summary>The password as it is.</summary>
    public string? CurrentPassword { get; init; }

    /// <summary>The password as it is to be.</summary>
    public string? NewPassword { get; init; }
}

/// <summary>Body that asks for the key of a lead to be signed in without a password (extended §4.10).</summary>
public sealed class PortalAutoLoginBody
{
    /// <summary>The lead's id.</summary>
    public string? LeadId { get; init; }

    /// <summary>The portal's id.</summary>
    public string? PortalId { get; init; }
}
