using System.Globalization;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Portals.Hosted;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Customers;

/// <summary>The hosted pages on which a customer opens a ticket, reads it and answers.</summary>
internal sealed class CustomerTicketPages(CustomerTickets tickets, CustomerTicketView view, FieldOperations fields)
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public async Task<Page?> ShowNew(PageRequest at) => await tickets.Desk(at.Context.Caller) is null
        ? HostedPortal.NotFound
        : NewPage(at, await Catalog(at), NoErrors, filesError: null);

    public async Task<Page?> Open(PageRequest at)
    {
        if (await tickets.Desk(at.Context.Caller) is null)
            return HostedPortal.NotFound;
        var catalog = await Catalog(at);
        if (!CustomerTicketForm.IsPossible(catalog))
            return NewPage(at, catalog, NoErrors, filesError: null) with { Status = StatusCodes.Status400BadRequest };
        var (values, errors) = CustomerTicketForm.Read(at, at.Context.Caller.Account, catalog);
        var (files, filesError) = await CustomerInput.Files(at);
        if (errors.Count > 0 || filesError is not null)
            return Incomplete(NewPage(at, catalog, errors, filesError));
        var opened = await tickets.Open(
            at.Context.Caller, at.Session!.LeadId, values, CustomerInput.Text(at, TicketFieldNames.Description), files, at.Cancelled);
        return opened.Failure is { } failure
            ? Refused(at, NewPage(at, catalog, NoErrors, filesError: null), failure)
            : at.GoTo($"{TicketPortalPage.Of(opened.Value)}?done=opened");
    }

    public async Task<Page?> Show(PageRequest at)
    {
        if (await Own(at) is not var (ticket, desk))
            return HostedPortal.NotFound;
        if (ticket.Number != Number(at))
            return at.GoTo(TicketPortalPage.Of(ticket));
        return await view.Of(at, ticket, desk, null, null) with
        {
            Notice = at.Http.Request.Query["done"].ToString() switch
            {
                "opened" => $"We have your request: it is ticket {ticket.Key}.",
                "answered" => "Your answer is sent.",
                _ => null,
            },
        };
    }

    public async Task<Page?> Answer(PageRequest at)
    {
        if (await Own(at) is not var (ticket, desk))
            return HostedPortal.NotFound;
        var text = CustomerInput.Text(at, CustomerTicketView.AnswerInput);
        var error = text.Length == 0 ? "Please write an answer." : CustomerInput.TextError(text, CustomerInput.LongestText);
        var (files, filesError) = await CustomerInput.Files(at);
        if (error is not null || filesError is not null)
            return Incomplete(await view.Of(at, ticket, desk, error, filesError));
        return await tickets.Answer(at.Context.Caller, ticket, text, files, at.Cancelled) is { } failure
            ? Refused(at, await view.Of(at, ticket, desk, null, null), failure)
            : at.GoTo($"{TicketPortalPage.Of(ticket)}?done=answered");
    }

    /// <summary>A file of what was said on an own ticket, to be saved.</summary>
    public async Task<Page?> File(PageRequest at)
    {
        if (await Own(at) is not var (ticket, _) || !Guid.TryParse((string?)at.Http.GetRouteValue("file"), out var fileId)
            || await tickets.File(ticket, fileId) is not { } file)
            return HostedPortal.NotFound;
        await Reply.SendFile(at.Http, file.Name, file.ContentType, file.Content);
        return null;
    }

    private async Task<(Ticket Ticket, DeskSettings Desk)?> Own(PageRequest at) =>
        Number(at) is { } number && await tickets.Desk(at.Context.Caller) is { } desk
        && await tickets.Find(at.Context.Caller, at.Session!.LeadId, number) is { } ticket
            ? (ticket, desk)
            : null;

    private static long? Number(PageRequest at) =>
        long.TryParse((string?)at.Http.GetRouteValue("ticket"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task<FieldCatalog> Catalog(PageRequest at) => TicketFields.Of(await fields.Of(at.Context.AccountId));

    private static Page NewPage(PageRequest at, FieldCatalog catalog, IReadOnlyDictionary<string, string> errors, string? filesError)
    {
        var page = new Page("Open a ticket") { Links = [(TicketPortalPage.Path, "Your tickets")] };
        return CustomerTicketForm.IsPossible(catalog)
            ? page with
            {
                Form = new Form(
                    $"{TicketPortalPage.Path}/new",
                    "Send",
                    [.. CustomerTicketForm.Inputs(at, catalog, errors), CustomerInput.FilesField(at, filesError)]),
            }
            : page with { Text = "Tickets cannot be opened here at present. Please get in touch with us in another way." };
    }

    private static Page Incomplete(Page page) => page with
    {
        Error = $"Please look at: {string.Join(", ", page.Form!.Fields.Where(field => field.Error is not null).Select(field => field.Label.TrimEnd('?')))}.",
        Status = StatusCodes.Status400BadRequest,
    };

    private static Page Refused(PageRequest at, Page page, Failure failure) => page with
    {
        Error = failure.Message,
        Status = HostedPortal.Refusal(at.Http, page.Title, failure).Status,
    };
}
