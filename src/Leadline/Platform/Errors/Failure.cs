using System.Text.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Platform.Errors;

/// <summary>
/// Why an operation was refused, in the caller's terms. A value, not an exception: refusals are expected.
/// </summary>
internal sealed record Failure(ErrorCode Code, string Message)
{
    /// <summary>The field or member that is wrong, where it is one; surfaces with room for it name it apart.</summary>
    public string? Field { get; init; }

    /// <summary>
    /// Writes further members of the error's JSON object, on surfaces that have room for them (RFC 9457 §3.2).
    /// </summary>
    public Action<Utf8JsonWriter>? Details { get; init; }

    /// <summary>The body could not be read as JSON, or not as the JSON that is expected.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>What the call's document calls mandatory is not there, whatever the account's definitions.</summary>
    public bool IsAbsence { get; init; }

    /// <summary>What the record's type does not allow, which Leadline's own API answers with 422.</summary>
    public bool IsOfRules { get; init; }

    /// <summary>Answered 400 on the LeadSquared surfaces, whatever status its code has there.</summary>
    public bool IsBadRequest { get; init; }

    /// <summary>What the caller may do about it: a sentence after the message, on every surface.</summary>
    public string? Advice { get; init; }

    /// <summary>When it is worth trying again; null where waiting changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the answer keeps to itself, for the account's list of refused calls.</summary>
    public UntoldReason? Untold { get; init; }

    /// <summary>A parameter of the call is unusable.</summary>
    /// <param name="what">Its name, or what is wrong with it.</param>
    public static Failure InvalidParameter(string what) =>
        new(ErrorCode.InvalidInput, ErrorTexts.InvalidParameter(what));

    /// <summary>A mandatory member of the body is not there.</summary>
    public static Failure Absent(string what) => InvalidParameter(what) with { IsAbsence = true };
}

/// <summary>
/// Why a call was refused, where the answer must not say: who guesses keys learns nothing, the account's administrator
/// everything.
/// </summary>
/// <param name="Text">A sentence. It names no secret.</param>
/// <param name="AccountId">The account whose affair it is.</param>
internal sealed record UntoldReason(string Text, int AccountId);

/// <summary>Either the outcome of an operation or the reason it was refused.</summary>
internal readonly struct Result<T>
{
    private readonly T value;

    private Result(T value, Failure? failure) => (this.value, Failure) = (value, failure);

    public Failure? Failure { get; }

    public T Value => Failure is null ? value : throw new InvalidOperationException(Failure.Message);

    /// <summary>A success. The conversion does as much, except for interfaces, of which there are none.</summary>
    public static Result<T> Success(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Failure failure) => new(default!, failure);
}
