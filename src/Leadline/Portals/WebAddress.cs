namespace Leadline.Portals;

/// <summary>Addresses that an account's settings name, and that stand in pages, headers and mails.</summary>
internal static class WebAddress
{
    /// <summary>
    /// The address, where it is https (http on this machine), names a host and nobody, and is written without blanks;
    /// null otherwise.
    /// </summary>
    public static Uri? Read(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && IsPlain(uri, address)
            ? uri
            : null;

    /// <summary>Whether it is an origin as browsers send it.</summary>
    public static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && IsPlain(uri, origin) && Origin(uri) == origin;

    /// <summary>Its origin as headers carry it: scheme, host in ASCII, port.</summary>
    public static string Origin(Uri uri) =>
        $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost)}"
        + (uri.IsDefaultPort ? "" : $":{uri.Port}");

    // User info would make a page's address look like another's, and ends what a header says of it.
    private static bool IsPlain(Uri uri, string address) =>
        uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && address.Split('/', '?', '#') is [_, "", var authority, ..]
        && !authority.Contains('@', StringComparison.Ordinal)
        && !address.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == '\\');
}
