namespace Leadline.Protocol.Client;

/// <summary>A record as it was read.</summary>
/// <param name="Value">The record.</param>
/// <param name="Version">Its entity tag: a change that names it is refused where the record has changed since.</param>
public sealed record Versioned<T>(T Value, string Version);
