using System.Text.Json.Serialization;

namespace Leadline.Protocol.Ispcrm;

/// <summary>Body of ISPCRM's subscriber/Login (extended §7.3).</summary>
public sealed record LoginBody
{
    /// <summary>The user's e-mail address.</summary>
    [JsonPropertyName("username")]
    public string? Username { get; init; }

    /// <summary>The user's password.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; init; }
}
