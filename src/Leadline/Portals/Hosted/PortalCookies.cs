using Microsoft.AspNetCore.Http.Features;

namespace Leadline.Portals.Hosted;

/// <summary>
/// The cookies of a hosted portal. A session's key is only ever one that signing in has made, so a cookie that somebody
/// planted opens nothing.
/// </summary>
internal sealed class PortalCookies : CookieBuilder
{
    private static readonly PortalCookies OfSessions = new("portal_session");

    private PortalCookies(string name) => (Name, HttpOnly, SameSite, SecurePolicy, IsEssential) =
        (name, true, SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest, true);

    /// <summary>What forms are taken together with.</summary>
    public static PortalCookies OfForms { get; } = new("portal_form");

    /// <summary>The key of the session cookie; null when there is none that could be one.</summary>
    public static PortalKey? Key(HttpRequest request) => PortalKeys.ReadAuthKey(request.Cookies[OfSessions.Name!]);

    /// <summary>Signs the browser in. Forms shown before are void from now on.</summary>
    public static void Open(HttpContext http, PortalKey key) =>
        http.Response.Cookies.Append(OfSessions.Name!, PortalKeys.AuthKey(key), OfSessions.Build(http));

    public static void Close(HttpContext http) =>
        http.Response.Cookies.Delete(OfSessions.Name!, OfSessions.Build(http));

    // A browser may be signed in at several portals of one server.
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Path = context.Features.GetRequiredFeature<PageRequest>().To("");
        return options;
    }
}
