using Leadline.Accounts;

namespace Leadline.Surfaces;

/// <summary>The cookie in which a browser keeps its session: no script reads it, and no other site uses it.</summary>
internal static class SessionCookie
{
    public const string Name = "leadline-session";

    /// <summary>Has to hold the session's token with every call that is no GET.</summary>
    public const string CsrfHeader = "X-Leadline-Csrf";

    public static SessionKey? Read(HttpRequest request) => SessionKey.Read(request.Cookies[Name]);

    public static void Set(HttpContext http, SessionKey key) =>
        http.Response.Cookies.Append(Name, key.ToString(), Options(http, UserSessions.Longest));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, age: null));

    /// <summary>True where the call may rest on the cookie: it changes nothing, or a page of ours sends it.</summary>
    public static bool IsMeant(HttpRequest request, SessionKey key) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        || Secrets.Matches(request.Headers[CsrfHeader].ToString(), Secrets.Hash(key.CsrfToken));

    /// <summary>True of a call that another site makes a browser send.</summary>
    public static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static CookieOptions Options(HttpContext http, TimeSpan? age) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = age,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    };
}
