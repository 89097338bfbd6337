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
        services.AddSingleton<MailTickets>();
        services.AddSingleton<InboundMailStore>();
        services.AddSingleton<SetAsideOperations>();
        services.AddSingleton<SetAsideStore>();
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

        var setAside = routes.Create<SetAsideEndpoints>();
        own.Get("set-aside-mails", setAside.List)
            .Describe("Mails that made no ticket: notices, and what cannot be read", null, "offset")
            .Answers<SetAsideMailsResponse>();
        own.Get("set-aside-mails/{mail}/original", setAside.Original).Describe("A mail of the list, as it came")
            .AnswersFile();
        own.Post("set-aside-mails/{mail}/ticket", setAside.TakeUp)
            .Describe("Makes a ticket of a mail of the list, or adds it to one", typeof(TakeUpMailRequest))
            .Answers<TicketResponse>();
        own.Delete("set-aside-mails/{mail}", setAside.Drop).Describe("Drops a mail of the list for good")
            .Answers<DoneResponse>();
    }
}
