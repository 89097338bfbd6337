using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Lists;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.EmailMarketing;

/// <summary>E-mail as LeadSquared's <c>EmailMarketing.svc</c> has it (core §8).</summary>
internal sealed class LeadSquaredEmailEndpoints(
    MailingOperations mailings, EmailTemplateOperations templates, ListOperations lists, LeadReads leads)
{
    private static readonly Failure InvalidSender = MailingOperations.InvalidSender with { Field = null };

    // SendMail and ScheduleEmailToLead are older names of the same call: the vendor's PHP library sends it by them.
    public async Task<Failure?> SendToLead(Call call)
    {
        var read = call.Read<EmailToLeadBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;

        // The sender is looked at before the recipient (core §8), but for the one that only the recipient tells.
        var isOwner = Is(body.SenderType, "LeadOwner");
        var sender = isOwner ? null : Sender(call.Caller, body.SenderType, body.Sender);
        if (!isOwner && sender is null)
            return InvalidSender;
        var lead = await Recipient(call, body);
        if (lead.Failure is { } unknown)
            return unknown;
        sender ??= call.Caller.Account.Users.GetValueOrDefault(lead.Value.OwnerId);
        if (sender is not { IsActive: true })
            return InvalidSender;
        var content = await Content(call, body);
        if (content.Failure is { } unfit)
            return unfit;
        if (!TryMoment(body.Schedule, out var due))
            return Failure.InvalidParameter(nameof(body.Schedule));
        var sent = await mailings.SendToLead(
            call.Caller,
            call.Transaction,
            content.Value with
            {
                Name = content.Value.Subject.Length > 200 ? content.Value.Subject[..200] : content.Value.Subject,
                SenderId = sender.Id,
                Copies = body.CCEmailAddress,
                AddressField = string.IsNullOrWhiteSpace(body.RecipientEmailFields) ? null : body.RecipientEmailFields,
                HasFooter = body.IncludeEmailFooter == true,
                DueOn = due,
            },
            lead.Value,
            call.Cancelled);
        return call.Answer(
            sent, mailing => new EmailSentResponse(mailing.Id, 1, 1), LeadSquaredJson.Default.EmailSentResponse);
    }

    // The answer has no envelope (core §8). Templates are not made by this API: a campaign may come before its own, and
    // then waits for it.
    public async Task<Failure?> SendToList(Call call)
    {
        var read = call.Read<CampaignToListBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var from = body.FromUserIdEmailAddress;
        if ((Sender(call.Caller, "UserEmailAddress", from) ?? Sender(call.Caller, "UserId", from)) is not { } sender)
            return InvalidSender;
        if (string.IsNullOrWhiteSpace(body.ListId))
            return Failure.InvalidParameter("You have not passed ListId.");
        var list = await lists.Find(
            call.Caller, Guid.TryParse(body.ListId, out var listId) ? listId : null, call.Cancelled);
        if (list.Failure is not null)
            return new Failure(ErrorCode.UnknownRecord, "List does not exist.");
        if (string.IsNullOrWhiteSpace(body.EmailLibraryName))
            return Failure.InvalidParameter("You have not passed EmailLibraryName.");
        var template = await templates.FindByName(call.Caller, body.EmailLibraryName, call.Cancelled);
        if (!TryMoment(body.Schedule, out var due))
            return Failure.InvalidParameter(nameof(body.Schedule));
        var draft = template.Failure is null
            ? Of(call.Caller, template.Value)
            : new Mailing
            {
                AccountId = call.Caller.AccountId,
                Id = Guid.Empty,
                TemplateName = body.EmailLibraryName.Trim(),
            };
        var made = await mailings.SendToList(
            call.Caller,
            call.Transaction,
            draft with
            {
                Name = Or(body.EmailCampaignName, body.EmailLibraryName).Trim(),
                SenderId = sender.Id,
                Category = Or(body.EmailCategory, draft.Category),
                HasFooter = body.IncludeEmailFooter != false,
                DueOn = due,
            },
            list.Value,
            call.Cancelled);
        return call.Answer(
            made,
            campaign => new EmailSentResponse(campaign.Mailing.Id, campaign.MemberCount, campaign.MailableCount),
            LeadSquaredJson.Default.EmailSentResponse);
    }

    private static User? Sender(Caller caller, string? type, string? sender)
    {
        var user = type?.Trim().ToUpperInvariant() switch
        {
            "APICALLER" => caller.User,
            "USERID" => Guid.TryParse(sender, out var id) ? caller.Account.Users.GetValueOrDefault(id) : null,
            "USEREMAILADDRESS" => string.IsNullOrWhiteSpace(sender) ? null : caller.Account.FindUser(sender.Trim()),
            _ => null,
        };
        return user is { IsActive: true } ? user : null;
    }

    private async Task<Result<StoredLead>> Recipient(Call call, EmailToLeadBody body)
    {
        var recipient = body.Recipient?.Trim() ?? "";
        var field = body.RecipientType?.Trim().ToUpperInvariant() switch
        {
            "LEADID" or "PROSPECTID" => LeadFieldNames.ProspectId,
            "LEADEMAILADDRESS" or "EMAILADDRESS" => LeadFieldNames.EmailAddress,
            "LEADNUMBER" or "PROSPECTAUTOID" => LeadColumns.Number,
            _ => null,
        };
        if (field is null)
            return Failure.InvalidParameter(nameof(body.RecipientType));
        var none = new Failure(
            ErrorCode.InvalidInput,
            $"No lead found with RecipientType: {body.RecipientType} and Recipient: {recipient}");
        if (recipient.Length == 0)
            return none;
        if (field == LeadColumns.Number)
        {
            var ids = await leads.IdsOf(call.Caller, [recipient], call.Cancelled);
            return !Guid.TryParse(recipient, out _) && ids.TryGetValue(recipient, out var id)
                && await leads.ById(call.Caller, id, call.Cancelled) is { } numbered ? numbered : none;
        }

        var found = await leads.ByUnique(call.Caller, field, recipient, call.Cancelled);
        return found.Failure is null && found.Value is { } lead ? lead : none;
    }

    /// <summary>What is to be said: the body, or a template, whose subject one of the body replaces.</summary>
    private async Task<Result<Mailing>> Content(Call call, EmailToLeadBody body)
    {
        if (!Is(body.EmailType, "Template"))
            return new Mailing
            {
                AccountId = call.Caller.AccountId,
                Id = Guid.Empty,
                Category = body.EmailCategory ?? "",
                Subject = body.Subject ?? "",
                Text = body.ContentText ?? "",
                Html = body.ContentHTML ?? "",
            };
        var template = await Template(call, body.EmailLibraryName);
        if (template.Failure is { } unknown)
            return unknown;
        var mailing = Of(call.Caller, template.Value);
        return mailing with
        {
            Category = Or(body.EmailCategory, mailing.Category),
            Subject = Or(body.Subject, mailing.Subject),
        };
    }

    private async Task<Result<EmailTemplate>> Template(Call call, string? name)
    {
        var template = await templates.FindByName(call.Caller, name, call.Cancelled);
        return template.Failure is null
            ? template
            : Failure.InvalidParameter($"EmailLibraryName. There is no template '{name}'.");
    }

    private static Mailing Of(Caller caller, EmailTemplate template) => new()
    {
        AccountId = caller.AccountId,
        Id = Guid.Empty,
        TemplateId = template.Id,
        Category = template.Category,
        Subject = template.Subject,
        Text = template.Text,
        Html = template.Html,
    };

    private static string Or(string? sent, string otherwise) => string.IsNullOrWhiteSpace(sent) ? otherwise : sent;

    private static bool Is(string? sent, string word) =>
        word.Equals(sent?.Trim(), StringComparison.OrdinalIgnoreCase);

    // UTC (core §1.4); empty is at once, and so is what has passed.
    private static bool TryMoment(string? text, out DateTime moment)
    {
        var isRead = FieldDates.TryReadUtc(text, out var read);
        moment = read ?? default;
        return isRead;
    }
}
