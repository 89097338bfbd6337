using System.Security.Cryptography;
using System.Text;
using Leadline.Accounts;

namespace Leadline.Portals.Hosted;

/// <summary>
/// The cookies of a hosted portal, and what a request must bring along. A session's key is only ever one that signing in has
/// made, so a cookie that somebody planted opens nothing; a form is taken only together with the cookie that it was shown with.
/// </summary>
internal static class PortalCookies
{
    public const string FormField = "form";

    private const string SessionCookie = "portal_session";
    private const string FormCookie = "portal_form";

    /// <summary>The key of the session cookie; null when there is none that could be one.</summary>
    public static PortalKey? Key(HttpRequest request) => PortalKeys.ReadAuthKey(request.Cookies[SessionCookie]);

    /// <summary>Signs the browser in. Forms shown before are void from now on.</summary>
    public static void Open(HttpContext http, Portal portal, PortalKey key)
    {
        http.Response.Cookies.Append(SessionCookie, PortalKeys.AuthKey(key), Options(http, portal));
        http.Response.Cookies.Append(FormCookie, Secrets.NewPassword(), Options(http, portal));
    }

    public static void Close(HttpContext http, Portal portal)
    {
        http.Response.Cookies.Delete(SessionCookie, Options(http, portal));
        http.Response.Cookies.Append(FormCookie, Secrets.NewPassword(), Options(http, portal));
    }

    /// <summary>What forms on the page carry; the browser gets the cookie that goes with it if it has none.</summary>
    public static string FormToken(HttpContext http, Portal portal)
    {
        var cookie = http.Request.Cookies[FormCookie];
        if (cookie is { Length: 20 })
            return TokenOf(cookie);
        cookie = Secrets.NewPassword();
        http.Response.Cookies.Append(FormCookie, cookie, Options(http, portal));
        return TokenOf(cookie);
    }

    /// <summary>Whether the form was shown by this portal to this browser.</summary>
    public static bool IsOurs(HttpRequest request, IFormCollection form)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none"
            && request.Cookies[FormCookie] is { Length: 20 } cookie
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(TokenOf(cookie)), Encoding.UTF8.GetBytes(form[FormField].ToString()));
    }

    // Not the cookie itself: a page that leaks into a cache or a log does not give the cookie away.
    private static string TokenOf(string cookie) => Convert.ToHexStringLower(Secrets.Hash($"form {cookie}"));

    private static CookieOptions Options(HttpContext http, Portal portal) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = $"/portal/{portal.Id}",
        IsEssential = true,
    };
}
