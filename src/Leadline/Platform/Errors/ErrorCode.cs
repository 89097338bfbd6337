namespace Leadline.Platform.Errors;

/// <summary>
/// Every way an operation can be refused. <see cref="SurfaceErrors"/> gives each its body and status per surface.
/// </summary>
internal enum ErrorCode
{
    /// <summary>No key, an unknown key, a wrong secret, or a disabled user.</summary>
    InvalidCredentials,

    /// <summary>The caller is known but may not do this.</summary>
    NotPermitted,

    /// <summary>The request body cannot be read as the call's shape.</summary>
    MalformedBody,

    /// <summary>A parameter is present but its value is unusable.</summary>
    InvalidInput,

    /// <summary>A value that the call cannot do without is absent.</summary>
    MissingAttribute,

    /// <summary>
    /// The member that says which record is meant is absent, which one surface tells as its platform's own exception.
    /// </summary>
    MissingArgument,

    /// <summary>A paging, window or size limit was exceeded.</summary>
    LimitExceeded,

    /// <summary>A list or a text of the body is longer than the call takes.</summary>
    TooLarge,

    /// <summary>An attribute names no field of the account.</summary>
    UnknownAttribute,

    /// <summary>The call is about a field that does not exist.</summary>
    UnknownField,

    /// <summary>What is there already does not allow it.</summary>
    Conflict,

    /// <summary>The caller's change is of an older state of the record than the present one.</summary>
    VersionMismatch,

    /// <summary>A value does not fit its field's type.</summary>
    InvalidDataType,

    /// <summary>A value is not among its field's options.</summary>
    InvalidOption,

    /// <summary>Mail may not be sent to the lead.</summary>
    NotMailable,

    /// <summary>A unique value already belongs to another record.</summary>
    Duplicate,

    /// <summary>The lead does not exist.</summary>
    UnknownLead,

    /// <summary>The activity does not exist.</summary>
    UnknownActivity,

    /// <summary>The activity type does not exist.</summary>
    UnknownActivityType,

    /// <summary>An activity's fields do not fit its type.</summary>
    InvalidActivityFields,

    /// <summary>The record that the call names does not exist, or there is none to show.</summary>
    UnknownRecord,

    /// <summary>The requested operator is not one that the surface knows.</summary>
    InvalidOperator,

    /// <summary>More calls than the account's window allows.</summary>
    RateLimited,

    /// <summary>More asynchronous requests wait than the account may have waiting.</summary>
    BacklogFull,

    /// <summary>The idempotency key was used before with another body.</summary>
    IdempotencyMismatch,

    /// <summary>The database is away for a moment; the call may be sent again.</summary>
    Unavailable,
}
