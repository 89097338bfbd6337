using Leadline.Docs;
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
    }

    public static void MapInboundMail(this SurfaceRoutes routes)
    {
        var own = routes.Leadline;
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
