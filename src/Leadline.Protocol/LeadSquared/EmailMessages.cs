using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of EmailMarketing.svc/SendEmailToLead, SendMail and ScheduleEmailToLead (core §8).</summary>
public sealed record EmailToLeadBody
{
    /// <summary>UserId, UserEmailAddress, APICaller or LeadOwner.</summary>
    public string? SenderType { get; init; }

    /// <summary>The sender's id or e-mail address, as SenderType says.</summary>
    public string? Sender { get; init; }

    /// <summary>Who gets a copy, separated by commas.</summary>
    public string? CCEmailAddress { get; init; }

    /// <summary>LeadId, LeadEmailAddress or LeadNumber.</summary>
    public string? RecipientType { get; init; }

    /// <summary>Schema names of the lead's fields that the mail goes to, separated by commas; EmailAddress when
    /// absent.</summary>
    public string? RecipientEmailFields { get; init; }

    /// <summary>The lead, as RecipientType says.</summary>
    public string? Recipient { get; init; }

    /// <summary>Html or Template.</summary>
    public string? EmailType { get; init; }

    /// <summary>The template's name.</summary>
    public string? EmailLibraryName { get; init; }

    /// <summary>The mail as HTML.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ContentHTML { get; init; }

    /// <summary>The mail as plain text.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ContentText { get; init; }

    /// <summary>The subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the account's footer stands below, with a link to unsubscribe.</summary>
    public bool? IncludeEmailFooter { get; init; }

    /// <summary>When it is to be sent, UTC, yyyy-MM-dd HH:mm:ss; at once when absent.</summary>
    public string? Schedule { get; init; }

    /// <summary>Transactional reaches those that have unsubscribed.</summary>
    public string? EmailCategory { get; init; }
}

/// <summary>Body of EmailMarketing.svc/SendCampaignToList (core §8).</summary>
public sealed record CampaignToListBody
{
    /// <summary>The template's name.</summary>
    public string? EmailLibraryName { get; init; }

    /// <summary>User: the sender is a user of the account.</summary>
    public string? SenderType { get; init; }

    /// <summary>The sender's e-mail address.</summary>
    [JsonPropertyName("From_UserIdEmailAddress")]
    public string? FromUserIdEmailAddress { get; init; }

    /// <summary>The list's id.</summary>
    public string? ListId { get; init; }

    /// <summary>When it is to begin, UTC, yyyy-MM-dd HH:mm:ss; at once when absent.</summary>
    public string? Schedule { get; init; }

    /// <summary>What the campaign is called.</summary>
    public string? EmailCampaignName { get; init; }

    /// <summary>Whether the account's footer stands below. A link to unsubscribe does in any case.</summary>
    public bool? IncludeEmailFooter { get; init; }

    /// <summary>The category.</summary>
    public string? EmailCategory { get; init; }
}

/// <summary>A mail, or a campaign, that will be sent (core §8).</summary>
/// <param name="ID">Its id.</param>
/// <param name="MemberCount">How many leads the list has; 1 for a mail to a lead.</param>
/// <param name="TotalRecipient">How many of them mail may be sent to, as of now.</param>
public sealed record EmailSentResponse(Guid ID, long MemberCount, long TotalRecipient);
