using System.Text;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Portals.Hosted.Pages;
using Leadline.Surfaces;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.Net.Http.Headers;

namespace Leadline.Portals.Hosted;

/// <summary>
/// What all pages of the hosted portal have in common: finding portal and session, forms, headers and HTML.
/// </summary>
internal sealed class HostedPortal(
    PortalOperations portals, PortalSessions sessions, SurfaceGate gate, RequestBody bodies,
    IAntiforgery antiforgery, IEnumerable<PortalPage> pages)
{
    private const long LargestForm = 64 * 1024;
    private const string NoPortal =
        "<!DOCTYPE html><html lang=\"en\"><title>Not found</title><h1>Not found</h1></html>";

    private readonly PortalPage[] pages = [.. pages];

    /// <summary>The lists that the account offers.</summary>
    public async ValueTask<IReadOnlyList<PortalPage>> Pages(Caller caller)
    {
        var offered = new List<PortalPage>(pages.Length);
        foreach (var page in pages)
            if (page.IsOffered is not { } isOffered || await isOffered(caller))
                offered.Add(page);
        return offered;
    }

    /// <summary>A page that anybody may see.</summary>
    public RequestDelegate Open<TPage>()
        where TPage : IComponent => Open(Shown<TPage>);

    /// <inheritdoc cref="Open{TPage}"/>
    public RequestDelegate Open(PageHandler endpoint) => http => Run(http, needsSession: false, LargestForm, endpoint);

    /// <summary>A page of who is signed in; anybody else is asked to sign in.</summary>
    public RequestDelegate SignedIn<TPage>()
        where TPage : IComponent => SignedIn(Shown<TPage>);

    /// <inheritdoc cref="SignedIn{TPage}"/>
    public RequestDelegate SignedIn(PageHandler endpoint, long largestForm = LargestForm) =>
        http => Run(http, needsSession: true, largestForm, endpoint);

    /// <summary>The style sheet. Pages name its version, and it is kept for as long as they do.</summary>
    public async Task Style(HttpContext http)
    {
        if (await Enter(http) is not { } context)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var theme = context.Portal.Settings.Theme;
        var version = HostedStyle.Version(theme);
        http.Response.Headers.CacheControl =
            http.Request.Query["v"] == version ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var tag = new EntityTagHeaderValue($"\"{version}\"");
        await Results.Bytes(HostedStyle.Css(theme), "text/css; charset=utf-8", entityTag: tag).ExecuteAsync(http);
    }

    private static Task<IResult> Shown<TPage>(PageRequest at)
        where TPage : IComponent => Task.FromResult(at.Show<TPage>());

    private async Task Run(HttpContext http, bool needsSession, long largestForm, PageHandler endpoint)
    {
        Protect(http, null);
        if (await Enter(http) is not { } context)
        {
            var notFound = Results.Content(NoPortal, "text/html", Encoding.UTF8, StatusCodes.Status404NotFound);
            await notFound.ExecuteAsync(http);
            return;
        }

        Protect(http, context.Portal);
        var session = PortalCookies.Key(http.Request) is { } key ? await sessions.Find(context.Portal, key) : null;
        var at = new PageRequest(http, context, session, FormCollection.Empty);
        http.Features.Set(at);
        var result = needsSession && session is null ? at.GoTo("sign-in")
            : HttpMethods.IsPost(http.Request.Method) ? await Take(at, largestForm, endpoint)
            : await endpoint(at);
        await result.ExecuteAsync(http);
    }

    private async Task<IResult> Take(PageRequest at, long largestForm, PageHandler endpoint)
    {
        if (gate.Limit(at.Http, Surface.Leadline, at.Context.Caller.Account, CallQuota.Portal) is { } tooMany)
            return at.Refuse<NotePage>(tooMany, new { Title = "Please wait" });
        if (!await bodies.Reserve(at.Http, (int)Math.Min(at.Http.Request.ContentLength ?? largestForm, largestForm)))
            return at.Refuse<NotePage>(RequestBody.Busy, new { Title = "Please wait" });
        var read = await HostedForm.Read(at.Http, largestForm);
        if (read.IsTooLarge)
            return HostedForm.TooLarge(at, largestForm);
        return read.Form is { } form && IsSameSite(at.Http.Request) && await antiforgery.IsRequestValidAsync(at.Http)
            ? await endpoint(at with { Form = form })
            : at.Note(
                "Please try again",
                "The form could not be taken. It was open for too long, it was sent from another site, "
                + "or your browser keeps no cookies.",
                StatusCodes.Status400BadRequest,
                ("sign-in", "Sign in"));
    }

    // What browsers say themselves, where they do.
    private static bool IsSameSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    private Task<PortalContext?> Enter(HttpContext http) =>
        Guid.TryParse((string?)http.GetRouteValue("portalId"), out var portalId)
            ? portals.Enter(accountId: null, portalId, http.Connection.RemoteIpAddress?.ToString() ?? "")
            : Task.FromResult<PortalContext?>(null);

    // Nothing of a page may be kept, framed, or sent on in a Referer, where a password link would show.
    private static void Protect(HttpContext http, Portal? portal)
    {
        var logo = portal?.Settings.Theme.Logo is { } address && WebAddress.Read(address) is { } image
            ? " " + WebAddress.Origin(image)
            : "";
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src 'self'{logo}; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache, no-store";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }
}
