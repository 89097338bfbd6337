using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>What to change of the e-mail settings; what is not passed stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailSettingsRequest
{
    /// <summary>The address that mail comes from, with the sending user's name; empty for the user's own.</summary>
    [JsonPropertyName("sender")]
    public string? Sender { get; init; }

    /// <summary>Stands below mails of plain text: Liquid as in templates.</summary>
    [Limit(20_000)]
    [JsonPropertyName("footerText")]
    public string? FooterText { get; init; }

    /// <summary>Stands below mails of HTML.</summary>
    [Limit(20_000)]
    [JsonPropertyName("footerHtml")]
    public string? FooterHtml { get; init; }

    /// <summary>Mails a minute of all campaigns together, at most 100,000; 0 for no limit.</summary>
    [JsonPropertyName("mailsPerMinute")]
    public int? MailsPerMinute { get; init; }

    /// <summary>Whether a picture in each mail tells that it was opened.</summary>
    [JsonPropertyName("trackOpens")]
    public bool? TrackOpens { get; init; }

    /// <summary>Whether links of mails lead by this server, so that clicks are known.</summary>
    [JsonPropertyName("trackClicks")]
    public bool? TrackClicks { get; init; }
}

/// <summary>How an account sends mail to its leads.</summary>
/// <param name="Sender">The address that mail comes from; null for the sending user's own.</param>
/// <param name="FooterText">Stands below mails of plain text.</param>
/// <param name="FooterHtml">Stands below mails of HTML.</param>
/// <param name="MailsPerMinute">Of all campaigns together; 0 for no limit.</param>
/// <param name="TrackOpens">Whether a picture in each mail tells that it was opened.</param>
/// <param name="TrackClicks">Whether links of mails lead by this server.</param>
/// <param name="Version">Grows with every change.</param>
public sealed record EmailSettingsResponse(
    string? Sender, string FooterText, string FooterHtml, int MailsPerMinute, bool TrackOpens, bool TrackClicks,
    int Version);

/// <summary>A template to make, or what to change of one: what is not passed stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailTemplateRequest
{
    /// <summary>At most 200 characters; no other template may be called so in any case.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the account calls mails of this kind. Transactional reaches who has unsubscribed.</summary>
    [Limit(100)]
    [JsonPropertyName("category")]
    public string? Category { get; init; }

    /// <summary>The subject, Liquid: lead.FirstName, sender.name, account.name, unsubscribeLink.</summary>
    [Limit(1_000)]
    [JsonPropertyName("subject")]
    public string? Subject { get; init; }

    /// <summary>The mail as plain text; made of the HTML when empty.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The mail as HTML; empty for a mail of plain text.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("html")]
    public string? Html { get; init; }
}

/// <summary>A template of mails to leads.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Category">What the account calls mails of this kind.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The mail as plain text.</param>
/// <param name="Html">The mail as HTML.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record EmailTemplateResponse(
    Guid Id, string Name, string Category, string Subject, string Text, string Html, int Version, DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>Templates, in the order of their ids.</summary>
/// <param name="Templates">At most 200.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record EmailTemplatesResponse(IReadOnlyList<EmailTemplateResponse> Templates, Guid? Next);

/// <summary>For whom to fill a template in.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailPreviewRequest
{
    /// <summary>The lead's id.</summary>
    [JsonPropertyName("leadId")]
    public string? LeadId { get; init; }
}

/// <summary>A template as one lead would get it.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The mail as plain text.</param>
/// <param name="Html">The mail as HTML; null where it has none.</param>
public sealed record EmailPreviewResponse(string Subject, string Text, string? Html);

/// <summary>A mail to a lead: of a template, or with a subject and a text or HTML.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailRequest
{
    /// <summary>The lead's id.</summary>
    [JsonPropertyName("leadId")]
    public string? LeadId { get; init; }

    /// <summary>The template's id.</summary>
    [JsonPropertyName("templateId")]
    public string? TemplateId { get; init; }

    /// <summary>The subject; the template's when absent.</summary>
    [Limit(1_000)]
    [JsonPropertyName("subject")]
    public string? Subject { get; init; }

    /// <summary>The mail as plain text.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The mail as HTML.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("html")]
    public string? Html { get; init; }

    /// <summary>Who gets a copy: at most 20 addresses.</summary>
    [Limit(20)]
    [JsonPropertyName("copies")]
    public List<string>? Copies { get; init; }

    /// <summary>The id of the user who sends; the caller when absent.</summary>
    [JsonPropertyName("senderId")]
    public string? SenderId { get; init; }

    /// <summary>The schema name of the lead's field that has the address; EmailAddress when absent.</summary>
    [JsonPropertyName("addressField")]
    public string? AddressField { get; init; }

    /// <summary>The category; the template's when absent.</summary>
    [Limit(100)]
    [JsonPropertyName("category")]
    public string? Category { get; init; }

    /// <summary>Whether the account's footer stands below, with a link to unsubscribe; false when absent.</summary>
    [JsonPropertyName("footer")]
    public bool? Footer { get; init; }

    /// <summary>When to send it; at once when absent.</summary>
    [JsonPropertyName("sendOn")]
    public DateTimeOffset? SendOn { get; init; }
}

/// <summary>A mail to a lead.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeadId">The lead.</param>
/// <param name="Subject">The subject, not filled in.</param>
/// <param name="SenderId">The user who sends it.</param>
/// <param name="State">scheduled, queued, sent, failed, bounced, skipped or cancelled.</param>
/// <param name="Reason">Why it was not sent.</param>
/// <param name="Address">The address that it went to.</param>
/// <param name="SendOn">When it is to be sent.</param>
/// <param name="SentOn">When the mail server took it.</param>
/// <param name="OpenedOn">When it was first opened, where that is tracked.</param>
/// <param name="ClickedOn">When a link of it was first followed, where that is tracked.</param>
/// <param name="UnsubscribedOn">When its link to unsubscribe was used.</param>
/// <param name="CreatedOn">When it was written.</param>
public sealed record EmailResponse(
    Guid Id, Guid LeadId, string Subject, Guid SenderId, string State, string? Reason, string? Address,
    DateTime SendOn, DateTime? SentOn, DateTime? OpenedOn, DateTime? ClickedOn, DateTime? UnsubscribedOn,
    DateTime CreatedOn);

/// <summary>Mails to leads, the newest first.</summary>
/// <param name="Emails">At most 200.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record EmailsResponse(IReadOnlyList<EmailResponse> Emails, Guid? Next);

/// <summary>A campaign: one mail to the leads of a list.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CampaignRequest
{
    /// <summary>At most 200 characters.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The list's id.</summary>
    [JsonPropertyName("listId")]
    public string? ListId { get; init; }

    /// <summary>The template's id.</summary>
    [JsonPropertyName("templateId")]
    public string? TemplateId { get; init; }

    /// <summary>The id of the user who sends; the caller when absent.</summary>
    [JsonPropertyName("senderId")]
    public string? SenderId { get; init; }

    /// <summary>The category; the template's when absent.</summary>
    [Limit(100)]
    [JsonPropertyName("category")]
    public string? Category { get; init; }

    /// <summary>Whether the account's footer stands below; true when absent.</summary>
    [JsonPropertyName("footer")]
    public bool? Footer { get; init; }

    /// <summary>When to begin; at once when absent.</summary>
    [JsonPropertyName("startOn")]
    public DateTimeOffset? StartOn { get; init; }
}

/// <summary>How many leads a campaign has reached.</summary>
/// <param name="Queued">Mails that wait to be sent.</param>
/// <param name="Sent">Mails that the mail server took, and that did not come back.</param>
/// <param name="Failed">Mails that could not be sent.</param>
/// <param name="Bounced">Mails that came back, or whose address the mail server refused.</param>
/// <param name="Skipped">Leads that got none: without an address, unsubscribed, or the campaign was cancelled.</param>
/// <param name="Unsubscribed">Leads that used the link of this campaign's mail to unsubscribe.</param>
/// <param name="Opened">Leads that opened it, where that is tracked.</param>
/// <param name="Clicked">Leads that followed a link of it, where that is tracked.</param>
public sealed record CampaignCounts(
    long Queued, long Sent, long Failed, long Bounced, long Skipped, long Unsubscribed, long Opened, long Clicked);

/// <summary>A campaign.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="ListId">The list whose leads it goes to.</param>
/// <param name="TemplateId">The template that it was made of.</param>
/// <param name="Subject">The subject, not filled in.</param>
/// <param name="SenderId">The user who sends it.</param>
/// <param name="Category">The category.</param>
/// <param name="State">scheduled, sending, paused, finished (the last lead of the list was taken), cancelled or
/// failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="StartOn">When it is to begin.</param>
/// <param name="StartedOn">When it began.</param>
/// <param name="FinishedOn">When the last lead of the list was taken, or it ended otherwise.</param>
/// <param name="Counts">How many leads it has reached; of a single campaign only.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="Version">Grows with every change that somebody makes.</param>
public sealed record CampaignResponse(
    Guid Id, string Name, Guid ListId, Guid? TemplateId, string Subject, Guid SenderId, string Category, string State,
    string? Reason, DateTime StartOn, DateTime? StartedOn, DateTime? FinishedOn, CampaignCounts? Counts,
    DateTime CreatedOn, int Version);

/// <summary>Campaigns, the newest first.</summary>
/// <param name="Campaigns">At most 200.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record CampaignsResponse(IReadOnlyList<CampaignResponse> Campaigns, Guid? Next);

/// <summary>What became of a campaign for one lead.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Address">The address; empty where the lead has none.</param>
/// <param name="State">queued, sent, failed, bounced or skipped.</param>
/// <param name="Reason">Why it was not sent.</param>
/// <param name="QueuedOn">When the lead was taken from the list.</param>
/// <param name="SettledOn">When the mail server took the mail, or it was given up.</param>
/// <param name="OpenedOn">When it was first opened, where that is tracked.</param>
/// <param name="ClickedOn">When a link of it was first followed, where that is tracked.</param>
/// <param name="UnsubscribedOn">When its link to unsubscribe was used.</param>
public sealed record CampaignRecipientResponse(
    Guid LeadId, string Address, string State, string? Reason, DateTime QueuedOn, DateTime? SettledOn,
    DateTime? OpenedOn, DateTime? ClickedOn, DateTime? UnsubscribedOn);

/// <summary>The leads of a campaign, in the order of their ids.</summary>
/// <param name="Recipients">At most 500.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record CampaignRecipientsResponse(IReadOnlyList<CampaignRecipientResponse> Recipients, Guid? Next);

/// <summary>An address that nothing is to be sent to.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailSuppressionRequest
{
    /// <summary>The e-mail address.</summary>
    [JsonPropertyName("address")]
    public string? Address { get; init; }
}

/// <summary>An address that nothing is sent to.</summary>
/// <param name="Address">The e-mail address.</param>
/// <param name="Reason">unsubscribed, bounced or added.</param>
/// <param name="CampaignId">The campaign or the mail by which it came here.</param>
/// <param name="CreatedOn">Since when.</param>
public sealed record EmailSuppressionResponse(string Address, string Reason, Guid? CampaignId, DateTime CreatedOn);

/// <summary>Addresses that nothing is sent to, in their order.</summary>
/// <param name="Suppressions">At most 500.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record EmailSuppressionsResponse(IReadOnlyList<EmailSuppressionResponse> Suppressions, string? Next);
