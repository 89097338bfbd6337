using System.Text.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Platform.Errors;

/// <summary>
/// The wire forms that errors take. A surface is known by its path, so that even 404 answers in its form.
/// </summary>
internal enum Surface
{
    LeadSquared,
    Ispcrm,
    ServiceCrm,
    Leadline,
}

/// <summary>The one table from an error code to each surface's status and body.</summary>
internal static class SurfaceErrors
{
    private static readonly Dictionary<ErrorCode, (int Status, string ExceptionType)> LeadSquared = new()
    {
        [ErrorCode.InvalidCredentials] = (401, MxException.InvalidAccessDetails),
        [ErrorCode.NotPermitted] = (500, MxException.UnAuthorizedAccess),
        [ErrorCode.MalformedBody] = (400, MxException.InvalidInput),
        [ErrorCode.InvalidInput] = (500, MxException.InvalidInput),
        [ErrorCode.MissingAttribute] = (500, MxException.MandatoryAttributeMissing),
        [ErrorCode.MissingArgument] = (500, "ArgumentNullException"),
        [ErrorCode.LimitExceeded] = (500, MxException.MandatoryFieldMissing),
        [ErrorCode.TooLarge] = (400, MxException.InvalidInput),
        [ErrorCode.UnknownAttribute] = (500, MxException.UnknownAttribute),
        [ErrorCode.UnknownField] = (500, MxException.UnknownAttribute),
        [ErrorCode.Conflict] = (500, MxException.InvalidOperation),
        [ErrorCode.VersionMismatch] = (412, MxException.InvalidOperation),
        [ErrorCode.InvalidDataType] = (500, MxException.InvalidDataType),
        [ErrorCode.InvalidOption] = (500, MxException.InvalidEntityReference),
        [ErrorCode.NotMailable] = (500, MxException.MailDelivery),
        [ErrorCode.Duplicate] = (500, MxException.DuplicateEntry),
        [ErrorCode.UnknownLead] = (500, MxException.InvalidEntity),
        [ErrorCode.UnknownActivity] = (500, MxException.UnknownProspectActivity),
        [ErrorCode.UnknownActivityType] = (500, MxException.InvalidActivity),
        [ErrorCode.InvalidActivityFields] = (500, MxException.InvalidActivityFields),
        [ErrorCode.UnknownRecord] = (500, MxException.InvalidEntity),
        [ErrorCode.InvalidOperator] = (500, MxException.InvalidEntity),
        [ErrorCode.RateLimited] = (429, MxException.ApiRateLimitExceeded),
        [ErrorCode.BacklogFull] = (429, MxException.ApiRateLimitExceeded),
        [ErrorCode.IdempotencyMismatch] = (422, MxException.InvalidInput),

        // Clients take an MX type for final and retry anything else (core §1.10), so a passing fault must not carry
        // one.
        [ErrorCode.Unavailable] = (503, "ServiceUnavailableException"),
    };

    private static readonly PathString[] OwnPaths = ["/leadline", "/health", "/docs", "/openapi"];

    public static Surface SurfaceOf(PathString path) =>
        Array.Exists(OwnPaths, own => path.StartsWithSegments(own)) ? Surface.Leadline
        : path.StartsWithSegments("/api/v1") ? Surface.Ispcrm
        : path.StartsWithSegments("/api/tenants") ? Surface.ServiceCrm
        : Surface.LeadSquared;

    public static int StatusOf(Surface surface, Failure failure) =>
        surface switch
        {
            Surface.LeadSquared => failure.IsBadRequest ? 400 : LeadSquared[failure.Code].Status,
            Surface.Ispcrm => failure.Code switch
            {
                ErrorCode.InvalidCredentials => 401,
                ErrorCode.UnknownRecord => 404,
                ErrorCode.RateLimited => 429,
                ErrorCode.IdempotencyMismatch => 422,
                ErrorCode.Unavailable => 503,
                _ => 400,
            },
            // The seed's table has 400 for what the body says and 500 for what the records do not allow.
            Surface.ServiceCrm => failure.Code switch
            {
                ErrorCode.InvalidInput
                or ErrorCode.MissingAttribute
                or ErrorCode.LimitExceeded
                or ErrorCode.UnknownAttribute
                or ErrorCode.InvalidDataType
                or ErrorCode.InvalidOption => 400,
                ErrorCode.UnknownRecord or ErrorCode.UnknownField => 404,
                _ => LeadSquared[failure.Code].Status,
            },
            _ when failure.IsOfRules => 422,
            _ => failure.Code switch
            {
                ErrorCode.InvalidCredentials => 401,
                ErrorCode.NotPermitted => 403,
                ErrorCode.UnknownLead
                or ErrorCode.UnknownActivity
                or ErrorCode.UnknownActivityType
                or ErrorCode.UnknownRecord
                or ErrorCode.UnknownField => 404,
                ErrorCode.Duplicate or ErrorCode.Conflict or ErrorCode.NotMailable => 409,
                ErrorCode.VersionMismatch => 412,
                ErrorCode.IdempotencyMismatch => 422,
                ErrorCode.RateLimited or ErrorCode.BacklogFull => 429,
                ErrorCode.Unavailable => 503,
                _ => 400,
            },
        };

    /// <summary>The LeadSquared name of an error, for answers that tell the errors of single rows.</summary>
    public static string LeadSquaredType(ErrorCode code) => LeadSquared[code].ExceptionType;

    /// <summary>Writes the failure's body and returns its status.</summary>
    public static int Write(Utf8JsonWriter json, Surface surface, Failure failure)
    {
        var status = StatusOf(surface, failure);
        if (failure.Advice is { } advice)
            failure = failure with { Message = $"{failure.Message} {advice}" };
        switch (surface)
        {
            case Surface.LeadSquared:
                WriteLeadSquared(json, LeadSquared[failure.Code].ExceptionType, failure);
                break;
            case Surface.Ispcrm:
                WriteIspcrm(json, IspcrmMessage(failure));
                break;
            case Surface.ServiceCrm:
                WriteServiceCrm(json, LeadSquared[failure.Code].ExceptionType, failure.Message);
                break;
            default:
                LeadlineErrors.Write(json, status, failure);
                break;
        }

        return status;
    }

    /// <summary>Writes the body of an answer that no operation gave: 404, 405, 413, a fault.</summary>
    public static void WriteStatus(Utf8JsonWriter json, Surface surface, int status)
    {
        var message = status switch
        {
            400 => "The request could not be read.",
            404 => "The API could not be found. Please check the API signature.",
            405 => "The HTTP method is not allowed for this API.",
            413 => "The request body is larger than 10 MiB.",
            503 => "The service is unavailable for a moment. Please try again.",
            _ => "There was an error processing the request. Please contact administrator.",
        };
        switch (surface)
        {
            case Surface.LeadSquared:
                WriteLeadSquared(
                    json, status < 500 ? "MXInvalidRequestException" : "ServiceException", new(default, message));
                break;
            case Surface.Ispcrm:
                WriteIspcrm(json, status == 404 ? "Not found" : message);
                break;
            case Surface.ServiceCrm:
                WriteServiceCrm(json, status < 500 ? "MXInvalidRequestException" : "ServiceException", message);
                break;
            default:
                LeadlineErrors.Write(json, status);
                break;
        }
    }

    private static void WriteLeadSquared(Utf8JsonWriter json, string exceptionType, Failure failure)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Error"u8);
        json.WriteString("ExceptionType"u8, exceptionType);
        json.WriteString("ExceptionMessage"u8, failure.Message);

        // Recorded live for this one exception only (core §1.10).
        if (failure.Code == ErrorCode.UnknownActivityType)
            json.WriteBoolean("IsMXException"u8, true);
        json.WriteEndObject();
    }

    // Its own answers carry Id, Status, Message and ReasonForFailure (extended §5.2, §5.3); the exception is where
    // clients of the other LeadSquared APIs look for it.
    private static void WriteServiceCrm(Utf8JsonWriter json, string exceptionType, string message)
    {
        json.WriteStartObject();
        json.WriteNull("Id"u8);
        json.WriteString("Status"u8, "Error"u8);
        json.WriteString("Message"u8, message);
        json.WriteString("ReasonForFailure"u8, message);
        json.WriteString("ExceptionType"u8, exceptionType);
        json.WriteString("ExceptionMessage"u8, message);
        json.WriteEndObject();
    }

    // ISPCRM prints one text per status (extended §7.2); details would be a different API.
    private static string IspcrmMessage(Failure failure) => failure.Code switch
    {
        ErrorCode.InvalidCredentials => "Unauthorized",
        ErrorCode.RateLimited or ErrorCode.IdempotencyMismatch or ErrorCode.Unavailable or ErrorCode.UnknownRecord =>
            failure.Message,
        _ => failure.Advice is { } advice ? $"Invalid request data. {advice}" : "Invalid request data",
    };

    private static void WriteIspcrm(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteBoolean("success"u8, false);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    }
}
