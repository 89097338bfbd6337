using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Microsoft.AspNetCore.Identity;

namespace Leadline.Accounts;

/// <summary>
/// What passwords must be, whoever's they are, and how they are hashed: in NFKC, so that the same keys make the same
/// password on every keyboard and system.
/// </summary>
internal static class Passwords
{
    /// <summary>Longer ones would make hashing the attacker's tool.</summary>
    public const int Longest = 128;

    /// <summary>The fewest characters that a setting may ask for, and that portals ask for.</summary>
    public const int Shortest = 8;

    /// <summary>The fewest characters of a user's password, where the account says nothing.</summary>
    public const int ShortestOfUsers = 12;

    // A character of NFKC may be sent as a few.
    private const int LongestSent = 4 * Longest;

    private static readonly Failure Common = new(
        ErrorCode.InvalidInput, "This password is one of those that are tried first. Please choose another one.");

    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly Lazy<FrozenSet<string>> CommonOnes = new(ReadCommonOnes);

    /// <summary>Why the password is not good enough; null when it is.</summary>
    /// <param name="password">As it was sent.</param>
    /// <param name="shortest">The fewest characters (code points in NFKC).</param>
    public static Failure? Check(string password, int shortest) => HasLength(password, shortest)
        ? CheckCommon(password)
        : new Failure(ErrorCode.InvalidInput, $"A password has {shortest} to {Longest} characters.");

    public static bool HasLength(string password, int shortest) =>
        password.Length <= LongestSent && Normalize(password).EnumerateRunes().Count() is var length
        && length >= shortest && length <= Longest;

    /// <summary>Why the password is too easily guessed; null when it is not.</summary>
    public static Failure? CheckCommon(string password) => IsCommon(password) ? Common : null;

    /// <summary>The form in which a password counts and is hashed.</summary>
    public static string Normalize(string password) => UnicodeText.Compatible(password);

    /// <summary>The hash to keep.</summary>
    public static string Hash(string password) => Hasher.HashPassword("", Normalize(password));

    /// <summary>
    /// Whether it is the password of this hash, and the hash to keep from now on where the way of hashing has moved on:
    /// passwords were once hashed as they were sent.
    /// </summary>
    public static PasswordVerdict Verify(string hash, string password)
    {
        var sent = password.Length <= LongestSent ? password : "";
        var normal = Normalize(sent);
        var verdict = Hasher.VerifyHashedPassword("", hash, normal);
        if (verdict == PasswordVerificationResult.Failed && normal != sent)
        {
            var isOld = Hasher.VerifyHashedPassword("", hash, sent) != PasswordVerificationResult.Failed;
            return new PasswordVerdict(isOld, isOld ? Hash(sent) : null);
        }

        return new PasswordVerdict(
            verdict != PasswordVerificationResult.Failed,
            verdict == PasswordVerificationResult.SuccessRehashNeeded ? Hash(sent) : null);
    }

    // Blanks around it, capitals and one character over and over make none of them another password.
    private static bool IsCommon(string password)
    {
        var plain = Normalize(password).Trim().ToLower(CultureInfo.InvariantCulture);
        return UnicodeText.IsBlank(plain) || plain.EnumerateRunes().Distinct().Take(2).Count() == 1
            || CommonOnes.Value.Contains(plain);
    }

    private static FrozenSet<string> ReadCommonOnes()
    {
        using var reader = new StreamReader(
            typeof(Passwords).Assembly.GetManifestResourceStream("common-passwords.txt")!, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("# ", StringComparison.Ordinal))
            .ToFrozenSet(StringComparer.Ordinal);
    }
}

/// <summary>What came of comparing a password.</summary>
/// <param name="Matches">It is the password.</param>
/// <param name="NewHash">The hash to keep from now on; null for the one that is kept.</param>
internal readonly record struct PasswordVerdict(bool Matches, string? NewHash);
