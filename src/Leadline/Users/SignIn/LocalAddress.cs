namespace Leadline.Users.SignIn;

/// <summary>Where to go after signing in: an address of this server, never of another.</summary>
internal static class LocalAddress
{
    public const string Home = "/app/";

    private const int Longest = 2_000;

    /// <summary>The address if it is one of this server, else the application's first page.</summary>
    public static string Of(string? asked) =>
        asked is ['/', ..] and not ['/', '/' or '\\', ..] && asked.Length <= Longest && !asked.Any(char.IsControl)
            ? asked
            : Home;
}
