namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// Values of ExceptionType in an error answer, as far as they are known (core §1.8, §1.10). They come with status 500
/// unless said otherwise; clients take any of them as final and do not retry.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "The wire's name.")]
public static class MxException
{
    /// <summary>Unknown key or wrong secret; status 401.</summary>
    public const string InvalidAccessDetails = "MXInvalidAccessDetailsException";

    /// <summary>The caller may not do this; seen with status 401.</summary>
    public const string UnAuthorizedAccess = "MXUnAuthorizedAccessException";

    /// <summary>More calls than the account's window allows; status 429.</summary>
    public const string ApiRateLimitExceeded = "MXAPIRateLimitExceededException";

    /// <summary>A limit on one operation was exceeded (name only).</summary>
    public const string WildcardApiRateLimitExceeded = "MXWildcardAPIRateLimitExceededException";

    /// <summary>A parameter is absent or its value unusable.</summary>
    public const string InvalidInput = "MXInvalidInputException";

    /// <summary>A value that the call cannot do without is absent.</summary>
    public const string MandatoryAttributeMissing = "MXMandatoryAttributeMissingException";

    /// <summary>A page is larger than the call allows.</summary>
    public const string MandatoryFieldMissing = "MXMandatoryFieldMissingException";

    /// <summary>An attribute names no field; nothing is saved.</summary>
    public const string UnknownAttribute = "MXUnknownAttributeException";

    /// <summary>A value does not fit its field's type.</summary>
    public const string InvalidDataType = "MXInvalidDataTypeException";

    /// <summary>A value is not among its dropdown's options.</summary>
    public const string InvalidEntityReference = "MXInvalidEntityReferenceException";

    /// <summary>The record does not exist, or a filter's operator is unknown.</summary>
    public const string InvalidEntity = "MXInvalidEntityException";

    /// <summary>A unique value belongs to another record.</summary>
    public const string DuplicateEntry = "MXDuplicateEntryException";

    /// <summary>A record of that name exists.</summary>
    public const string DuplicateEntityName = "MXDuplicateEntityNameException";

    /// <summary>The activity does not exist, or no longer.</summary>
    public const string UnknownProspectActivity = "MXUnknownProspectActivityException";

    /// <summary>The activity's code is unknown or absent.</summary>
    public const string InvalidActivity = "MXInvalidActivityException";

    /// <summary>The activity's fields do not fit its type.</summary>
    public const string InvalidActivityFields = "MXInvalidActivityFieldsException";

    /// <summary>Several faults in an activity at once (name only).</summary>
    public const string ActivityAggregate = "MXActivityAggregateException";

    /// <summary>The operation makes no sense here (name only).</summary>
    public const string InvalidOperation = "MXInvalidOperationException";

    /// <summary>The lead is unusable (name only).</summary>
    public const string InvalidLead = "MXInvalidLeadException";

    /// <summary>The field is unusable (name only).</summary>
    public const string InvalidField = "MXInvalidFieldException";

    /// <summary>Unsafe markup in a name.</summary>
    public const string UnsafeMarkup = "MXXSSException";

    /// <summary>An e-mail could not be sent.</summary>
    public const string MailDelivery = "MXMailDeliveryException";
}
