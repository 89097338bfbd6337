using System.Globalization;
using Leadline.Fields;
using Leadline.Platform.Http;
using Leadline.Portals.Hosted;
using Leadline.ServiceDesk;
using Leadline.Tickets.Customers.Pages;

namespace Leadline.Tickets.Customers;

/// <summary>The hosted pages on which a customer opens a ticket, reads it and answers.</summary>
internal sealed class CustomerTicketPages(CustomerTickets tickets, CustomerTicketView view, FieldOperations fields)
{
    public async Task<IResult> ShowNew(PageRequest at) =>
        await tickets.Desk(at.Context.Caller) is null ? at.NotFound() : at.Show<NewTicketPage>();

    public async Task<IResult> Open(PageRequest at)
    {
        if (await tickets.Desk(at.Context.Caller) is null)
            return at.NotFound();
        var catalog = TicketFields.CatalogIn(await fields.Get(at.Context.AccountId));
        if (!CustomerTicketForm.IsPossible(catalog))
            return at.Show<NewTicketPage>(status: StatusCodes.Status400BadRequest);
        var (values, errors) = CustomerTicketForm.Read(at, at.Context.Caller.Account, catalog);
        var files = await CustomerInput.Files(at, errors);
        if (errors.Count > 0)
            return CustomerInput.Incomplete<NewTicketPage>(
                at, errors, name => CustomerTicketForm.LabelOf(catalog.Find(name)!));
        var opened = await tickets.Open(
            at.Context.Caller,
            at.Session!.LeadId,
            values,
            CustomerInput.Text(at, TicketFieldNames.Description),
            files,
            at.Cancelled);
        return opened.Failure is { } failure
            ? at.Refuse<NewTicketPage>(failure)
            : at.GoTo($"{TicketPortalPage.PathOf(opened.Value)}?done=opened");
    }

    public async Task<IResult> Show(PageRequest at)
    {
        if (await Own(at) is not var (ticket, desk))
            return at.NotFound();
        return ticket.Number == Number(at)
            ? at.Show<TicketPage>(await view.Build(at, ticket, desk))
            : at.GoTo(TicketPortalPage.PathOf(ticket));
    }

    public async Task<IResult> Answer(PageRequest at)
    {
        if (await Own(at) is not var (ticket, desk))
            return at.NotFound();
        var text = CustomerInput.Text(at, CustomerInput.AnswerInput);
        var errors = new Dictionary<string, string>();
        var error =
            text.Length == 0 ? "Please write an answer." : CustomerInput.TextError(text, CustomerInput.LongestText);
        if (error is not null)
            errors[CustomerInput.AnswerInput] = error;
        var files = await CustomerInput.Files(at, errors);
        if (errors.Count > 0)
            return CustomerInput.Incomplete<TicketPage>(
                at, errors, _ => CustomerInput.AnswerLabel, await view.Build(at, ticket, desk));
        return await tickets.Answer(at.Context.Caller, ticket, text, files, at.Cancelled) is { } failure
            ? at.Refuse<TicketPage>(failure, await view.Build(at, ticket, desk))
            : at.GoTo($"{TicketPortalPage.PathOf(ticket)}?done=answered");
    }

    /// <summary>A file of what was said on an own ticket, to be saved.</summary>
    public async Task<IResult> File(PageRequest at)
    {
        if (
            await Own(at) is not var (ticket, _)
            || !Guid.TryParse((string?)at.Http.GetRouteValue("file"), out var fileId)
            || await tickets.File(ticket, fileId) is not { } file)
            return at.NotFound();
        await JsonResponse.SendFile(at.Http, file.Name, file.ContentType, file.Content);
        return Results.Empty;
    }

    private async Task<(Ticket Ticket, DeskSettings Desk)?> Own(PageRequest at) =>
        Number(at) is { } number && await tickets.Desk(at.Context.Caller) is { } desk
        && await tickets.Find(at.Context.Caller, at.Session!.LeadId, number) is { } ticket
            ? (ticket, desk)
            : null;

    private static long? Number(PageRequest at) =>
        long.TryParse(
            (string?)at.Http.GetRouteValue("ticket"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;
}
