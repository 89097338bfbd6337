using System.Text.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Platform.Errors;

/// <summary>
/// Errors in the words of Leadline's own API (RFC 9457): the kind as a phrase and as a code, what is wrong, and where.
/// </summary>
internal static class LeadlineErrors
{
    public static void Write(Utf8JsonWriter json, int status, Failure failure)
    {
        var detail = Detail(failure);
        Begin(json, Title(failure.Code), status, detail, NameOf(failure.Code));
        if (failure.Field is { } field)
        {
            json.WriteStartObject("errors"u8);
            json.WriteStartArray(field);
            json.WriteStringValue(detail);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        failure.Details?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>An answer that no operation gave: 404, 405, 413, a fault.</summary>
    public static void Write(Utf8JsonWriter json, int status)
    {
        var (code, title, detail) = status switch
        {
            400 => (NameOf(ErrorCode.MalformedBody), "Malformed request", "The request could not be read."),
            404 => ("unknownAddress", "Not found", "There is nothing at this address."),
            405 => ("methodNotAllowed", "Method not allowed", "This address does not take this HTTP method."),
            413 => (NameOf(ErrorCode.TooLarge), "Request too large", "The request body is larger than 10 MiB."),
            503 => (
                NameOf(ErrorCode.Unavailable), "Unavailable", "The server is unavailable for a moment. Try again."),
            _ => ("serverError", "Server error", "Something went wrong in the server. Its log says what."),
        };
        Begin(json, title, status, detail, code);
        json.WriteEndObject();
    }

    /// <summary>The code as programs read it, such as invalidInput.</summary>
    public static string NameOf(ErrorCode code) => JsonNamingPolicy.CamelCase.ConvertName(code.ToString());

    private static void Begin(Utf8JsonWriter json, string title, int status, string detail, string code)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, title);
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, detail);
        json.WriteString("code"u8, code);
    }

    // Rules that serve several surfaces speak of these; whatever else is refused, its feature says in its own words.
    private static string Detail(Failure failure) => failure switch
    {
        { Message: ErrorTexts.InvalidAccess } => "The access key or the secret key is missing or wrong.",
        { Code: ErrorCode.UnknownLead } => "There is no such lead.",
        { Code: ErrorCode.UnknownAttribute, Field: { } field } => $"There is no field '{field}'.",
        { Code: ErrorCode.MissingAttribute, Field: { } field } => $"'{field}' is mandatory.",
        _ => failure.Message,
    };

    private static string Title(ErrorCode code) => code switch
    {
        ErrorCode.InvalidCredentials => "Not authenticated",
        ErrorCode.NotPermitted => "Not permitted",
        ErrorCode.MalformedBody => "Malformed request",
        ErrorCode.MissingAttribute or ErrorCode.MissingArgument => "Missing value",
        ErrorCode.LimitExceeded or ErrorCode.TooLarge => "Limit exceeded",
        ErrorCode.UnknownAttribute => "Unknown field",
        ErrorCode.Conflict or ErrorCode.NotMailable => "Conflict",
        ErrorCode.VersionMismatch => "Version mismatch",
        ErrorCode.Duplicate => "Duplicate",
        ErrorCode.UnknownLead or ErrorCode.UnknownActivity or ErrorCode.UnknownActivityType or ErrorCode.UnknownRecord
            or ErrorCode.UnknownField => "Not found",
        ErrorCode.RateLimited or ErrorCode.BacklogFull => "Too many requests",
        ErrorCode.IdempotencyMismatch => "Idempotency key reused",
        ErrorCode.Unavailable => "Unavailable",
        _ => "Invalid value",
    };
}
