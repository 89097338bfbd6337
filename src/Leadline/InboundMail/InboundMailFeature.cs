using Leadline.Docs;
using Leadline.InboundMail.Imap;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.InboundMail;

/// <summary>Mail to service desks, which becomes tickets and what is said on them.</summary>
internal static class InboundMailFeature
{
    public static void AddInboundMail(this IServiceCollection services)
    {
        services.AddSingleton<MailIntake>();
        services.AddSingleton<InboundMailStore>();
        services.AddHostedService<MaildirPoller>();

        services.AddSingleton<MailboxStore>();
        services.AddSingleton<MailboxSecrets>();
        services.AddSingleton<MailboxNetworks>();
        services.AddSingleton<MailboxOperations>();
        services.AddSingleton<MailReceiver>();
        services.AddHostedService<ImapPoller>();
    }

    public static void MapInboundMail(this SurfaceRoutes routes)
    {
        var own = routes.Leadline;
        var mailboxes = routes.Create<MailboxEndpoints>();
        own.Get("mailboxes", mailboxes.List).Describe("The mailboxes that mail is taken from by IMAP")
            .Answers<MailboxesResponse>();
        own.Post("mailboxes", mailboxes.Create)
            .Describe("Has mail taken from a mailbox by IMAP", typeof(MailboxRequest))
            .Answers<MailboxResponse>();
        own.Get("mailboxes/{mailboxId}", mailboxes.Get).Describe("A mailbox, and how the last look into it went")
            .Answers<MailboxResponse>();
        own.Patch("mailboxes/{mailboxId}", mailboxes.Change)
            .Describe("Changes what is sent of a mailbox's settings", typeof(MailboxRequest))
            .Answers<MailboxResponse>();
        own.Delete("mailboxes/{mailboxId}", mailboxes.Remove)
            .Describe("Takes no more mail from a mailbox; what lies there stays")
            .Answers<DoneResponse>();
        own.Post("mailboxes/{mailboxId}/test", mailboxes.Test)
            .Describe("Tries to get into a mailbox, and says what is wrong; no message is touched")
            .Answers<MailboxTestResponse>();
    }
}
