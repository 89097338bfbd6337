using System.Text.Encodings.Web;

namespace Leadline.EmailMarketing;

/// <summary>
/// Where the links in mails lead: pages for anybody who has the link, and who needs no more than that. What no key here
/// has signed is not there.
/// </summary>
internal sealed class EmailLinkPages(EmailReactions reactions)
{
    // A picture of one clear point.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public async Task<IResult> Opened(HttpContext http, string token)
    {
        Protect(http);
        if (await reactions.Read(token, EmailLinkKind.Open) is { } link)
            await reactions.Opened(link);
        return Results.Bytes(Picture, "image/gif");
    }

    /// <summary>Leads on to what the server signed, and nowhere else.</summary>
    public async Task<IResult> Clicked(HttpContext http, string token)
    {
        Protect(http);
        if (await reactions.Read(token, EmailLinkKind.Click) is not { } link)
            return NotFound();
        await reactions.Clicked(link);
        return Results.Redirect(link.Target);
    }

    /// <summary>Asks first: programs that look into mails follow links, too.</summary>
    public async Task<IResult> AskToUnsubscribe(HttpContext http, string token)
    {
        Protect(http);
        return await reactions.Read(token, EmailLinkKind.Unsubscribe) is { } link
            ? Page(
                "Unsubscribe",
                $"<p>No more e-mail is sent to <b>{HtmlEncoder.Default.Encode(link.Target)}</b>.</p>"
                + "<form method=\"post\"><button>Unsubscribe</button></form>")
            : NotFound();
    }

    /// <summary>The page's button, and the one click of mail programs (RFC 8058): no cookie, no question.</summary>
    public async Task<IResult> Unsubscribe(HttpContext http, string token)
    {
        Protect(http);
        if (await reactions.Read(token, EmailLinkKind.Unsubscribe) is not { } link)
            return NotFound();
        await reactions.Unsubscribe(link);
        return Page("Unsubscribed", "<p>You are unsubscribed: no more e-mail is sent to you.</p>");
    }

    private static IResult NotFound() => Page(
        "Not found", "<p>This link is not complete. Please copy the whole of it.</p>", StatusCodes.Status404NotFound);

    private static IResult Page(string title, string content, int status = StatusCodes.Status200OK) => Results.Content(
        $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex"><title>{title}</title></head>
        <body><h1>{title}</h1>{content}</body></html>
        """,
        "text/html; charset=utf-8",
        statusCode: status);

    private static void Protect(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
