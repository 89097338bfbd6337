using Leadline.Activities;
using Leadline.Docs;
using Leadline.Mail;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.EmailMarketing;

/// <summary>Mail to leads: to one, or to the leads of a list, and what becomes of it.</summary>
internal static class EmailMarketingFeature
{
    public static void AddEmailMarketing(this IServiceCollection services)
    {
        services.AddSingleton<EmailSettingsStore>();
        services.AddSingleton<EmailSettingsOperations>();
        services.AddSingleton<EmailTemplateStore>();
        services.AddSingleton<EmailTemplateOperations>();
        services.AddSingleton<EmailSuppressionStore>();
        services.AddSingleton<EmailSuppressionOperations>();
        services.AddSingleton<EmailLinks>();
        services.AddSingleton<EmailWriter>();
        services.AddSingleton<EmailTimeline>();
        services.AddSingleton<EmailReactions>();
        services.AddSingleton<MailBounceHandler>(provider => provider.GetRequiredService<EmailReactions>().Bounced);
        services.AddSingleton<MailingStore>();
        services.AddSingleton<MailingRecipientStore>();
        services.AddSingleton<MailingOperations>();
        services.AddSingleton<MailingRun>();
        services.AddSingleton<MailingOutcomes>();
        services.AddHostedService<MailingWorker>();
        services.AddSingleton(MailingStore.DeletedWithLead);
        services.AddSingleton(MailingStore.MovedWithLead);
        services.AddSystemActivityTypes(EmailActivityTypes.All);
    }

    public static void MapEmailMarketing(this SurfaceRoutes routes)
    {
        MapLeadSquared(routes.LeadSquared, routes.Create<LeadSquaredEmailEndpoints>());
        MapSettings(routes.Leadline, routes.Create<EmailSettingsEndpoints>());
        MapTemplates(routes.Leadline, routes.Create<EmailTemplateEndpoints>());
        MapEmails(routes.Leadline, routes.Create<EmailEndpoints>());
        MapCampaigns(routes.Leadline, routes.Create<CampaignEndpoints>());
        MapLinks(routes.Plain.MapGroup(EmailLinks.Path), routes.Create<EmailLinkPages>());
    }

    private static void MapLeadSquared(LeadSquaredSurface v2, LeadSquaredEmailEndpoints emails)
    {
        foreach (var name in new[] { "SendEmailToLead", "SendMail", "ScheduleEmailToLead" })
            v2.Post($"EmailMarketing.svc/{name}", emails.SendToLead)
                .Describe("Sends a mail to a lead, at once or when it is due", typeof(EmailToLeadBody))
                .Answers<EmailSentResponse>();
        v2.Post("EmailMarketing.svc/SendCampaignToList", emails.SendToList)
            .Describe("Sends a template to each lead of a list, at once or when it is due", typeof(CampaignToListBody))
            .Answers<EmailSentResponse>();
    }

    private static void MapSettings(LeadlineSurface own, EmailSettingsEndpoints settings)
    {
        own.Get("email-settings", settings.Get).Describe("How mail is sent to leads, its version as ETag")
            .Answers<EmailSettingsResponse>();
        own.Patch("email-settings", settings.Update)
            .Describe(
                "Changes what is passed of the e-mail settings; If-Match tells of which version",
                typeof(EmailSettingsRequest))
            .Answers<EmailSettingsResponse>();
        own.Get("email-suppressions", settings.Suppressions)
            .Describe("Addresses that nothing is sent to", null, "search", "reason", "after", "limit")
            .Answers<EmailSuppressionsResponse>();
        own.Post("email-suppressions", settings.Suppress)
            .Describe("Sends nothing more to an address", typeof(EmailSuppressionRequest))
            .Answers<EmailSuppressionResponse>();
        own.Delete("email-suppressions/{address}", settings.Unsuppress)
            .Describe("Sends to an address again")
            .Answers<DoneResponse>();
    }

    private static void MapTemplates(LeadlineSurface own, EmailTemplateEndpoints templates)
    {
        own.Get("email-templates", templates.List)
            .Describe("The templates of mails", null, "search", "after", "limit")
            .Answers<EmailTemplatesResponse>();
        own.Post("email-templates", templates.Create)
            .Describe("Makes a template of mails", typeof(EmailTemplateRequest))
            .Answers<EmailTemplateResponse>();
        own.Get("email-templates/{emailTemplate}", templates.Get)
            .Describe("A template of mails, its version as ETag")
            .Answers<EmailTemplateResponse>();
        own.Patch("email-templates/{emailTemplate}", templates.Update)
            .Describe(
                "Changes what is passed of a template; If-Match tells of which version", typeof(EmailTemplateRequest))
            .Answers<EmailTemplateResponse>();
        own.Delete("email-templates/{emailTemplate}", templates.Delete)
            .Describe("Deletes a template; campaigns that were made of it go on")
            .Answers<DoneResponse>();
        own.Post("email-templates/{emailTemplate}/preview", templates.Preview)
            .Describe("A template as a lead would get it; nothing is sent", typeof(EmailPreviewRequest))
            .Answers<EmailPreviewResponse>();
    }

    private static void MapEmails(LeadlineSurface own, EmailEndpoints emails)
    {
        own.Get("emails", emails.List)
            .Describe("Mails to single leads, the newest first", null, "lead", "after", "limit")
            .Answers<EmailsResponse>();
        own.Post("emails", emails.Send)
            .Describe("Sends a mail to a lead, at once or when it is due", typeof(EmailRequest))
            .Answers<EmailResponse>();
        own.Get("emails/{email}", emails.Get).Describe("A mail to a lead, and what became of it")
            .Answers<EmailResponse>();
        own.Post("emails/{email}/cancel", emails.Cancel)
            .Describe("Takes a mail back that nobody has begun to send")
            .Answers<EmailResponse>();
    }

    private static void MapCampaigns(LeadlineSurface own, CampaignEndpoints campaigns)
    {
        own.Get("campaigns", campaigns.List)
            .Describe("Campaigns, the newest first, without their counts", null, "state", "after", "limit")
            .Answers<CampaignsResponse>();
        own.Post("campaigns", campaigns.Create)
            .Describe("Sends a template to each lead of a list, at once or when it is due", typeof(CampaignRequest))
            .Answers<CampaignResponse>();
        own.Get("campaigns/{campaign}", campaigns.Get).Describe("A campaign, and how many leads it has reached")
            .Answers<CampaignResponse>();
        own.Post("campaigns/{campaign}/pause", campaigns.Pause)
            .Describe("Takes no more leads until the campaign is resumed")
            .Answers<CampaignResponse>();
        own.Post("campaigns/{campaign}/resume", campaigns.Resume)
            .Describe("Goes on with a campaign where it was paused")
            .Answers<CampaignResponse>();
        own.Post("campaigns/{campaign}/cancel", campaigns.Cancel)
            .Describe("Ends a campaign; mails that nobody has begun to send are taken back")
            .Answers<CampaignResponse>();
        own.Get("campaigns/{campaign}/recipients", campaigns.Recipients)
            .Describe("What became of a campaign for each lead", null, "state", "after", "limit")
            .Answers<CampaignRecipientsResponse>();
    }

    private static void MapLinks(RouteGroupBuilder links, EmailLinkPages pages)
    {
        links.ExcludeFromDescription();
        links.AllowAnonymous();
        links.MapGet("open/{token}", pages.Opened);
        links.MapGet("click/{token}", pages.Clicked);
        links.MapGet("unsubscribe/{token}", pages.AskToUnsubscribe);
        links.MapPost("unsubscribe/{token}", pages.Unsubscribe);
    }
}
