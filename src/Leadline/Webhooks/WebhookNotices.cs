using Leadline.Accounts;
using Leadline.Events;
using Leadline.Mail;
using Leadline.Platform;
using Npgsql;

namespace Leadline.Webhooks;

/// <summary>Tells whoever made a webhook that it was switched off.</summary>
internal sealed class WebhookNotices(AccountOperations accounts, MailOutbox outbox, TimeProvider clock)
{
    /// <summary>The event that tells administrators of it; its record is the webhook.</summary>
    public const string Off = "webhook.off";

    /// <summary>Leaves the mail to be sent once the transaction commits, where the webhook asks for one.</summary>
    public async Task Add(NpgsqlConnection connection, Webhook webhook)
    {
        if (webhook.Status != WebhookStatus.OffAfterFailures)
            return;
        await EventStore.Write(connection, new Event(
            webhook.AccountId, Ids.New(), Off, LeadId: null, webhook.Id, webhook.CreatedBy, clock.Now(), Data: null));
        if (!webhook.NotifyOnFailure)
            return;
        var account = await accounts.Find(webhook.AccountId);
        if (account?.Users.GetValueOrDefault(webhook.CreatedBy) is not { IsActive: true } maker)
            return;
        await outbox.Add(connection, new MailMessage(
            webhook.AccountId,
            maker.Email,
            $"A webhook of {account.Name} was switched off",
            $"""
            The webhook "{webhook.Description}" ({webhook.Url}) was switched off: {webhook.StatusReason}

            Nothing is lost. Once it is switched on again it is told of everything that has happened since.
            """,
            IsAutomatic: true));
    }
}
