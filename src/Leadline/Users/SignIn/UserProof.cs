using Leadline.Accounts;

namespace Leadline.Users.SignIn;

/// <summary>What lets a user in once, for a time: a link that was mailed, or the first half of signing in.</summary>
internal sealed record UserProof
{
    public const string Reset = "reset";
    public const string Invitation = "invitation";
    public const string Challenge = "challenge";

    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public Guid UserId { get; init; }

    public byte[] SecretHash { get; init; } = [];

    public DateTime CreatedOn { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTime ExpiresOn { get; init; }

    /// <summary>A new one, and the token that stands for it, which is known here alone.</summary>
    public static (UserProof Proof, string Token) New(
        int accountId, string kind, Guid userId, DateTime now, TimeSpan length, Guid? by = null)
    {
        var (id, secret, token) = Secrets.NewToken(accountId);
        var proof = new UserProof
        {
            Id = id,
            Kind = kind,
            UserId = userId,
            SecretHash = Secrets.Hash(secret),
            CreatedOn = now,
            CreatedBy = by,
            ExpiresOn = now + length,
        };
        return (proof, token);
    }
}
