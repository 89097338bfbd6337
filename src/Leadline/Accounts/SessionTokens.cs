using Leadline.Platform;
using Leadline.Platform.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Leadline.Accounts;

/// <summary>
/// Sessions that begin with a user's password: signed JSON Web Tokens (HS256). The signature, with a key that is not in
/// the database, says that a server of this database made the token; that it is good still, the token's hash among the
/// account's live keys says, which every node sees and logging out takes away.
/// </summary>
internal sealed class SessionTokens(AccountOperations accounts, ServerKey key, TimeProvider clock)
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    private const string Issuer = "leadline";
    private const int LongestToken = 4_000;

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly Lazy<SymmetricSecurityKey> signing = new(() => new(key.Derive("session tokens"))
    {
        KeyId = Convert.ToHexStringLower(key.Id),
    });

    /// <summary>Begins a session of the caller; the answer is its token.</summary>
    /// <param name="caller">Whose password it was.</param>
    /// <param name="claims">What the token says beside the account, its user and its times.</param>
    public async Task<string> Begin(Caller caller, IEnumerable<KeyValuePair<string, object>> claims)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var id = Secrets.NewToken(caller.AccountId).AccessKey;
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            IssuedAt = now,
            Expires = now + Length,
            Claims = new Dictionary<string, object>(claims)
            {
                [JwtRegisteredClaimNames.Jti] = id,
                [JwtRegisteredClaimNames.Sub] = caller.User.Id.ToString(),
                ["account"] = caller.AccountId,
            },
            SigningCredentials = new SigningCredentials(signing.Value, SecurityAlgorithms.HmacSha256),
        });
        var live = new ApiKey(id, KeyKind.Bearer, caller.User.Id, Secrets.Hash(token), now + Length);
        await accounts.AddKey(caller.AccountId, live);
        return token;
    }

    /// <summary>Who a bearer token stands for: a session's, or one that an administrator made.</summary>
    public async ValueTask<Result<Caller>> Authenticate(string? token)
    {
        if (Read(token) is not { } session)
            return await accounts.AuthenticateToken(token, KeyKind.Bearer);
        return await IsSigned(session)
            ? await accounts.Authenticate(session.Id, session.EncodedToken, KeyKind.Bearer)
            : AccountOperations.Refused;
    }

    /// <summary>Ends the token's session; one that an administrator made is revoked.</summary>
    public Task End(Caller caller, string token) => accounts.RevokeKey(
        caller.AccountId, Read(token)?.Id ?? token[..token.IndexOf('.', StringComparison.Ordinal)]);

    private static JsonWebToken? Read(string? token)
    {
        if (token is not { Length: <= LongestToken } || token.Count(character => character == '.') != 2)
            return null;
        try
        {
            return Handler.ReadJsonWebToken(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (SecurityTokenException)
        {
            return null;
        }
    }

    // A node cannot prove the signatures of one that does not share its key file: the hash of the whole token, which
    // the database has of those that were issued, then stands for them.
    private async Task<bool> IsSigned(JsonWebToken token)
    {
        if (token.Alg != SecurityAlgorithms.HmacSha256)
            return false;
        if (token.Kid != signing.Value.KeyId)
            return true;
        var verdict = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidateAudience = false,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = signing.Value,

            // The live key tells the end, by the server's clock.
            ValidateLifetime = false,
        });
        return verdict.IsValid;
    }
}
