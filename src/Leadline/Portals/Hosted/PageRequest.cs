using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Portals.Hosted.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Leadline.Portals.Hosted;

/// <summary>What a request at a hosted portal is answered with.</summary>
internal delegate Task<IResult> PageHandler(PageRequest at);

/// <summary>
/// A request at a hosted portal: the portal, who is signed in, and the form that was sent; and what the page says of
/// it.
/// </summary>
internal sealed record PageRequest(
    HttpContext Http, PortalContext Context, PortalSession? Session, IFormCollection Form)
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public Portal Portal => Context.Portal;

    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>What was done before the page is shown: its name in the query.</summary>
    public string Done => Http.Request.Query["done"].ToString();

    /// <summary>Why the form was not taken.</summary>
    public string? Error { get; private init; }

    /// <summary>Why inputs were not taken, by name.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private init; } = NoErrors;

    /// <summary>A text of the form, or of the query.</summary>
    public string Text(string name) =>
        Form[name].ToString() is { Length: > 0 } text ? text : Http.Request.Query[name].ToString();

    /// <summary>The address of a page of the portal.</summary>
    public string To(string page) => $"/portal/{Portal.Id}/{page}".TrimEnd('/');

    /// <summary>Sends the browser to another page of the portal.</summary>
    public IResult GoTo(string page)
    {
        Http.Response.Headers.Location = To(page);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>A page; where an error is told, status 400 unless another one is given.</summary>
    public IResult Show<TPage>(
        object? parameters = null,
        string? error = null,
        IReadOnlyDictionary<string, string>? errors = null,
        int? status = null)
        where TPage : IComponent
    {
        Http.Features.Set(this with { Error = error, Errors = errors ?? NoErrors });
        return new RazorComponentResult<TPage>(parameters ?? new { })
        {
            StatusCode = status ?? (error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest),
        };
    }

    /// <summary>The page again, which says why its form was refused.</summary>
    public IResult Refuse<TPage>(Failure failure, object? parameters = null)
        where TPage : IComponent
    {
        RetryAfter.Set(Http.Response, failure.RetryAfter);
        return Show<TPage>(parameters, failure.Message, status: SurfaceErrors.StatusOf(Surface.Leadline, failure));
    }

    /// <summary>The page again, as the two new passwords differ.</summary>
    public IResult NotSame<TPage>()
        where TPage : IComponent => Show<TPage>(
            error: "Please look at the new password.",
            errors: new Dictionary<string, string> { ["confirmation"] = "The two passwords are not the same." });

    /// <summary>A page that only says something.</summary>
    public IResult Note(
        string title, string text, int status = StatusCodes.Status200OK, params (string Path, string Text)[] links) =>
        Show<NotePage>(new { Title = title, Text = text, Links = links }, status: status);

    /// <summary>What is not there, and what is not the visitor's: the two must not be told apart.</summary>
    public IResult NotFound() => Note("Not found", "There is no such page.", StatusCodes.Status404NotFound);
}
