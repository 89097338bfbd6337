namespace Leadline.InboundMail;

/// <summary>Mail to service desks, which becomes tickets and what is said on them.</summary>
internal static class InboundMailFeature
{
    public static void AddInboundMail(this IServiceCollection services)
    {
        services.AddSingleton<MailIntake>();
        services.AddSingleton<InboundMailStore>();
        services.AddHostedService<MaildirPoller>();
    }
}
