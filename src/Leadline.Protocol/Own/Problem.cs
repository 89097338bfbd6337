using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>Why a call was refused (RFC 9457).</summary>
/// <param name="Type">about:blank.</param>
/// <param name="Title">The kind of refusal, as a phrase.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this call.</param>
/// <param name="Code">
/// The kind of refusal, for programs: missingAttribute, unknownRecord, ..., unknownAddress, serverError.
/// </param>
/// <param name="Errors">What is wrong with each field that is, by its name.</param>
/// <param name="MergedInto">Of a lead that has become a part of another, the id of that one.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? MergedInto = null);
