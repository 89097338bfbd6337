using System.Text;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Surfaces;

namespace Leadline.Portals.Hosted;

/// <summary>What a page does with a context: shows something, or answers in another way (it sends the browser on, or a file), and gives back null.</summary>
internal delegate Task<Page?> PageHandler(PageRequest at);

/// <summary>A request at a hosted portal: the portal, who is signed in, and the form that was sent.</summary>
internal sealed record PageRequest(HttpContext Http, PortalContext Context, PortalSession? Session, IFormCollection Form)
{
    public Portal Portal => Context.Portal;

    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>A text of the form, or of the query.</summary>
    public string Text(string name) => Form[name].ToString() is { Length: > 0 } text ? text : Http.Request.Query[name].ToString();

    /// <summary>Sends the browser to another page of the portal.</summary>
    public Page? GoTo(string page)
    {
        Http.Response.Headers.Location = $"/portal/{Portal.Id}/{page}".TrimEnd('/');
        Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        return null;
    }
}

/// <summary>What all pages of the hosted portal have in common: finding portal and session, forms, headers and HTML.</summary>
internal sealed class HostedPortal(PortalOperations portals, PortalSessions sessions, SurfaceGate gate, IEnumerable<PortalPage> pages)
{
    private const long LargestForm = 64 * 1024;

    /// <summary>What is not there, and what is not the visitor's: the two must not be told apart.</summary>
    public static readonly Page NotFound = new("Not found") { Text = "There is no such page.", Status = StatusCodes.Status404NotFound };

    private static readonly Page BadForm = new("Please try again")
    {
        Text = "The form could not be taken. It may have been open for too long, or your browser does not keep cookies.",
        Links = [("sign-in", "Sign in")],
        Status = StatusCodes.Status400BadRequest,
    };

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
    public RequestDelegate Open(PageHandler endpoint) => http => Run(http, needsSession: false, LargestForm, endpoint);

    /// <summary>A page of who is signed in; anybody else is asked to sign in.</summary>
    public RequestDelegate SignedIn(PageHandler endpoint, long largestForm = LargestForm) =>
        http => Run(http, needsSession: true, largestForm, endpoint);

    public async Task Style(HttpContext http)
    {
        if (await Enter(http) is not { } context)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.Headers.CacheControl = "private, max-age=60";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await Send(http, "text/css; charset=utf-8", HostedStyle.Of(context.Portal.Settings.Theme));
    }

    private async Task Run(HttpContext http, bool needsSession, long largestForm, PageHandler endpoint)
    {
        Protect(http, null);
        if (await Enter(http) is not { } context)
        {
            http.Response.StatusCode = NotFound.Status;
            await Send(http, "text/html; charset=utf-8", "<!DOCTYPE html><html lang=\"en\"><title>Not found</title><h1>Not found</h1></html>");
            return;
        }

        Protect(http, context.Portal);
        var session = PortalCookies.Key(http.Request) is { } key ? await sessions.Find(context.Portal, key) : null;
        var page = await Answer(http, context, session, needsSession, largestForm, endpoint);
        if (page is null)
            return;
        http.Response.StatusCode = page.Status;
        var token = PortalCookies.FormToken(http, context.Portal);
        await Send(http, "text/html; charset=utf-8", PageHtml.Write(context.Portal, page, token, session is not null ? await Pages(context.Caller) : null));
    }

    private async Task<Page?> Answer(
        HttpContext http, PortalContext context, PortalSession? session, bool needsSession, long largestForm, PageHandler endpoint)
    {
        var at = new PageRequest(http, context, session, FormCollection.Empty);
        if (needsSession && session is null)
            return at.GoTo("sign-in");
        if (!HttpMethods.IsPost(http.Request.Method))
            return await endpoint(at);
        if (gate.Limit(http, Surface.Leadline, context.Caller.Account, CallQuota.Portal) is { } tooMany)
            return Refusal(http, "Please wait", tooMany);
        var read = await HostedForm.Read(http, largestForm);
        if (read.IsTooLarge)
            return HostedForm.TooLarge(largestForm);
        return read.Form is { } form && PortalCookies.IsOurs(http.Request, form)
            ? await endpoint(at with { Form = form })
            : BadForm;
    }

    /// <summary>The page that says why something was refused, where no form can.</summary>
    public static Page Refusal(HttpContext http, string title, Failure failure)
    {
        RetryAfter.Set(http.Response, failure.RetryAfter);
        return new Page(title)
        {
            Error = failure.Message,
            Links = [("sign-in", "Sign in")],
            Status = SurfaceErrors.StatusOf(Surface.Leadline, failure),
        };
    }

    private Task<PortalContext?> Enter(HttpContext http) => Guid.TryParse((string?)http.GetRouteValue("portalId"), out var portalId)
        ? portals.Enter(accountId: null, portalId, http.Connection.RemoteIpAddress?.ToString() ?? "")
        : Task.FromResult<PortalContext?>(null);

    // Nothing of a page may be kept, framed, or sent on in a Referer, where a password link would show.
    private static void Protect(HttpContext http, Portal? portal)
    {
        var logo = portal?.Settings.Theme.Logo is { } address ? " " + new Uri(address).GetLeftPart(UriPartial.Authority) : "";
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src 'self'{logo}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    private static async Task Send(HttpContext http, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }
}
