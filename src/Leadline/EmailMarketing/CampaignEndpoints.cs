using Leadline.Lists;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.EmailMarketing;

/// <summary>Campaigns in Leadline's own API.</summary>
internal sealed class CampaignEndpoints(
    MailingOperations mailings, EmailTemplateOperations templates, ListOperations lists)
{
    private const int MostListed = 200;
    private const int MostRecipients = 500;

    /// <summary><c>GET campaigns?state=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var most = call.QueryLimit(MostListed);
        var found = await mailings.Campaigns(
            call.Caller, call.Query("state"), call.QueryId("after"), most, call.Cancelled);
        return call.Answer(
            new CampaignsResponse(
                [.. found.Select(campaign => Response(campaign, counts: null))],
                found.Count == most ? found[^1].Id : null),
            OwnJson.Default.CampaignsResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<CampaignRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        var list = await lists.Find(
            call.Caller, Guid.TryParse(request.ListId, out var listId) ? listId : null, call.Cancelled);
        if (list.Failure is { } noList)
            return noList with { Field = "listId" };
        var template = await templates.Find(
            call.Caller, Guid.TryParse(request.TemplateId, out var templateId) ? templateId : null, call.Cancelled);
        if (template.Failure is { } noTemplate)
            return noTemplate with { Field = "templateId" };
        if (!EmailEndpoints.TrySender(call, request.SenderId, out var senderId))
            return MailingOperations.InvalidSender;
        var made = await mailings.SendToList(
            call.Caller,
            call.Transaction,
            new Mailing
            {
                AccountId = call.Caller.AccountId,
                Id = Guid.Empty,
                Name = (request.Name ?? "").Trim(),
                TemplateId = template.Value.Id,
                Category = request.Category ?? template.Value.Category,
                Subject = template.Value.Subject,
                Text = template.Value.Text,
                Html = template.Value.Html,
                HasFooter = request.Footer != false,
                SenderId = senderId,
                DueOn = request.StartOn?.UtcDateTime ?? default,
            },
            list.Value,
            call.Cancelled);
        return call.Answer(
            made, campaign => Response(campaign.Mailing, new MailingCounts()), OwnJson.Default.CampaignResponse);
    }

    public async Task<Failure?> Get(Call call) => await Answer(call, await Find(call));

    public Task<Failure?> Pause(Call call) => Change(
        call, campaign => mailings.Pause(call.Caller, call.Transaction, campaign.Id));

    public Task<Failure?> Resume(Call call) => Change(
        call, campaign => mailings.Resume(call.Caller, call.Transaction, campaign, call.Cancelled));

    public Task<Failure?> Cancel(Call call) => Change(
        call, campaign => mailings.Cancel(call.Caller, call.Transaction, campaign.Id));

    /// <summary><c>GET campaigns/{campaign}/recipients?state=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> Recipients(Call call)
    {
        var campaign = await Find(call);
        if (campaign.Failure is { } unknown)
            return unknown;
        var most = call.QueryLimit(MostRecipients);
        var found = await mailings.Recipients(
            campaign.Value, call.Query("state"), call.QueryId("after"), most, call.Cancelled);
        return call.Answer(
            new CampaignRecipientsResponse(
                [.. found.Select(Response)], found.Count == most ? found[^1].LeadId : null),
            OwnJson.Default.CampaignRecipientsResponse);
    }

    private async Task<Failure?> Change(Call call, Func<Mailing, Task<Result<Mailing>>> change)
    {
        var found = await Find(call);
        return found.Failure ?? await Answer(call, await change(found.Value));
    }

    private async Task<Result<Mailing>> Find(Call call)
    {
        var found = await mailings.Find(call.Caller, call.RouteId("campaign"), call.Cancelled);
        return found.Failure is null && !found.Value.IsCampaign ? MailingOperations.Unknown : found;
    }

    private async Task<Failure?> Answer(Call call, Result<Mailing> campaign)
    {
        if (campaign.Failure is { } failure)
            return failure;
        IfMatch.Tell(call, campaign.Value.Version);
        var counts = await mailings.Counts(campaign.Value, call.Cancelled);
        return call.Answer(Response(campaign.Value, counts), OwnJson.Default.CampaignResponse);
    }

    private static CampaignResponse Response(Mailing campaign, MailingCounts? counts) => new(
        campaign.Id,
        campaign.Name,
        campaign.ListId ?? Guid.Empty,
        campaign.TemplateId,
        campaign.Subject,
        campaign.SenderId,
        campaign.Category,
        campaign.State,
        campaign.Reason,
        campaign.DueOn,
        campaign.StartedOn,
        campaign.FinishedOn,
        counts is null
            ? null
            : new CampaignCounts(
                counts.Queued, counts.Sent, counts.Failed, counts.Bounced, counts.Skipped, counts.Unsubscribed,
                counts.Opened, counts.Clicked),
        campaign.CreatedOn,
        campaign.Version);

    private static CampaignRecipientResponse Response(MailingRecipient recipient) => new(
        recipient.LeadId,
        recipient.Address,
        recipient.State,
        recipient.Reason,
        recipient.QueuedOn,
        recipient.SettledOn,
        recipient.OpenedOn,
        recipient.ClickedOn,
        recipient.UnsubscribedOn);
}
