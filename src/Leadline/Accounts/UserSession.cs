namespace Leadline.Accounts;

/// <summary>A user who has signed in, in one browser.</summary>
internal sealed record UserSession
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public byte[] SecretHash { get; init; } = [];

    public DateTime CreatedOn { get; init; }

    /// <summary>To the minute.</summary>
    public DateTime SeenOn { get; init; }

    public DateTime ExpiresOn { get; init; }

    /// <summary>The user has shown a second factor in it, or what stands for one.</summary>
    public bool SecondFactor { get; init; }

    /// <summary>The network address that the user signed in from.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser called itself.</summary>
    public string? Agent { get; init; }
}

/// <summary>What a browser keeps of its session: which it is, and the secret that proves it.</summary>
internal readonly record struct SessionKey(int AccountId, Guid SessionId, string Secret)
{
    /// <summary>
    /// What a page of the application sends with each change: other sites can make the browser send the session, but
    /// cannot read this.
    /// </summary>
    public string CsrfToken => Convert.ToHexStringLower(Secrets.Hash($"csrf {Secret}"));

    /// <summary>What <see cref="ToString"/> wrote; null for other texts.</summary>
    public static SessionKey? Read(string? text) =>
        text?.Split('.') is [var account, var session, { Length: > 0 } secret]
        && int.TryParse(account, out var accountId)
        && Guid.TryParseExact(session, "N", out var sessionId)
            ? new SessionKey(accountId, sessionId, secret)
            : null;

    public override string ToString() => $"{AccountId}.{SessionId:N}.{Secret}";
}
