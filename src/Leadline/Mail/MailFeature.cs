namespace Leadline.Mail;

/// <summary>Mail and text messages on their way out.</summary>
internal static class MailFeature
{
    public static void AddMail(this IServiceCollection services)
    {
        services.AddSingleton<MailStore>();
        services.AddSingleton<MailSeal>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<SmsGateway>();
        services.AddHostedService<MailSender>();
    }
}
