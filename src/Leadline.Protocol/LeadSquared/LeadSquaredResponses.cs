using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>A call was done (core §1.6).</summary>
/// <param name="Message">What came of it.</param>
/// <typeparam name="T">What came of it.</typeparam>
public sealed record SuccessResponse<T>([property: JsonPropertyOrder(1)] T Message)
{
    /// <summary>Success.</summary>
    public string Status { get; init; } = "Success";
}

/// <summary>A call was done, and there is nothing to say of it (core §0.1).</summary>
/// <param name="Status">Success.</param>
public sealed record StatusResponse(string Status = "Success");

/// <summary>The record that was made or changed.</summary>
/// <param name="Id">Its id.</param>
public sealed record IdMessage(string Id);

/// <summary>How much was changed.</summary>
/// <param name="AffectedRows">How many records.</param>
public sealed record AffectedRowsMessage(int AffectedRows);

/// <summary>Why a call was refused (core §1.6).</summary>
/// <param name="Status">Error.</param>
/// <param name="ExceptionType">The kind of refusal: see <see cref="MxException"/>.</param>
/// <param name="ExceptionMessage">The explanation.</param>
/// <param name="IsMXException">True with MXInvalidActivityException alone, as recorded live (core §1.10).</param>
public sealed record ErrorResponse(
    string? Status,
    string? ExceptionType,
    string? ExceptionMessage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsMXException = null);

/// <summary>What Lead.Capture did (core §2.16).</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="RelatedId">The lead's id again, where other clients look for it.</param>
/// <param name="IsCreated">False when an existing lead matched.</param>
public sealed record CapturedMessage(Guid Id, Guid RelatedId, bool IsCreated);

/// <summary>What Lead.CreateOrUpdate did (core §2.4).</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="AffectedRows">Leads written, 1.</param>
public sealed record CreatedOrUpdatedMessage(Guid Id, int AffectedRows);

/// <summary>The options of a dropdown (core §3.12).</summary>
/// <param name="Options">In their order.</param>
public sealed record OptionsResponse(IReadOnlyList<string> Options);

/// <summary>A page of rows, each with the members that were asked for.</summary>
/// <param name="RecordCount">Records that match, whatever the page holds.</param>
/// <param name="List">The page; absent where the call leaves out an empty one.</param>
public sealed record ListResponse(
    long RecordCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<IReadOnlyDictionary<string, string?>>? List);

/// <summary>A member of a record, where its members are a list.</summary>
/// <param name="Key">The member's name.</param>
/// <param name="Value">Its value.</param>
public sealed record KeyValue(string Key, string? Value);
