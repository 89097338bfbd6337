using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.EmailMarketing;

/// <summary>Mails to single leads in Leadline's own API.</summary>
internal sealed class EmailEndpoints(
    MailingOperations mailings, EmailTemplateOperations templates, LeadReads leads)
{
    private const int MostListed = 200;

    /// <summary><c>GET emails?lead=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var most = call.QueryLimit(MostListed);
        var found = await mailings.ToLeads(
            call.Caller, call.QueryId("lead"), call.QueryId("after"), most, call.Cancelled);
        return call.Answer(
            new EmailsResponse(
                [.. found.Select(one => Response(one.Mailing, one.Recipient))],
                found.Count == most ? found[^1].Mailing.Id : null),
            OwnJson.Default.EmailsResponse);
    }

    public async Task<Failure?> Send(Call call)
    {
        var body = call.ReadStrictly<EmailRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (!Guid.TryParse(request.LeadId, out var leadId)
            || await leads.ById(call.Caller, leadId, call.Cancelled) is not { } lead)
            return LeadRules.Unknown with { Field = "leadId" };
        EmailTemplate? template = null;
        if (request.TemplateId is not null)
        {
            var found = await templates.Find(
                call.Caller, Guid.TryParse(request.TemplateId, out var id) ? id : null, call.Cancelled);
            if (found.Failure is { } unknown)
                return unknown with { Field = "templateId" };
            template = found.Value;
        }

        if (!TrySender(call, request.SenderId, out var senderId))
            return MailingOperations.InvalidSender;
        var draft = new Mailing
        {
            AccountId = call.Caller.AccountId,
            Id = Guid.Empty,
            TemplateId = template?.Id,
            Category = request.Category ?? template?.Category ?? "",
            Subject = request.Subject ?? template?.Subject ?? "",
            Text = request.Text ?? template?.Text ?? "",
            Html = request.Html ?? template?.Html ?? "",
            Copies = request.Copies is { Count: > 0 } copies ? string.Join(',', copies) : null,
            AddressField = string.IsNullOrWhiteSpace(request.AddressField) ? null : request.AddressField,
            HasFooter = request.Footer == true,
            SenderId = senderId,
            DueOn = request.SendOn?.UtcDateTime ?? default,
        };
        var sent = await mailings.SendToLead(
            call.Caller, call.Transaction, draft with { Name = draft.Subject }, lead, call.Cancelled);
        return call.Answer(sent, mailing => Response(mailing, recipient: null), OwnJson.Default.EmailResponse);
    }

    public async Task<Failure?> Get(Call call)
    {
        var found = await Find(call);
        return found.Failure
            ?? await Answer(call, found.Value);
    }

    public async Task<Failure?> Cancel(Call call)
    {
        var found = await Find(call);
        if (found.Failure is { } unknown)
            return unknown;
        var cancelled = await mailings.Cancel(call.Caller, call.Transaction, found.Value.Id);
        return cancelled.Failure ?? await Answer(call, cancelled.Value);
    }

    /// <summary>The user that an id names; the caller where none is named.</summary>
    public static bool TrySender(Call call, string? id, out Guid senderId)
    {
        senderId = call.Caller.User.Id;
        return id is null || Guid.TryParse(id, out senderId);
    }

    private async Task<Result<Mailing>> Find(Call call)
    {
        var found = await mailings.Find(call.Caller, call.RouteId("email"), call.Cancelled);
        return found.Failure is null && found.Value.IsCampaign ? MailingOperations.Unknown : found;
    }

    private async Task<Failure?> Answer(Call call, Mailing mailing) => call.Answer(
        Response(mailing, await mailings.RecipientOf(mailing, call.Cancelled)), OwnJson.Default.EmailResponse);

    private static EmailResponse Response(Mailing mailing, MailingRecipient? recipient) => new(
        mailing.Id,
        mailing.LeadId ?? Guid.Empty,
        mailing.Subject,
        mailing.SenderId,
        recipient?.State ?? mailing.State,
        recipient?.Reason ?? mailing.Reason,
        recipient?.Address,
        mailing.DueOn,
        recipient?.State is RecipientState.Sent or RecipientState.Bounced ? recipient.SettledOn : null,
        recipient?.OpenedOn,
        recipient?.ClickedOn,
        recipient?.UnsubscribedOn,
        mailing.CreatedOn);
}
