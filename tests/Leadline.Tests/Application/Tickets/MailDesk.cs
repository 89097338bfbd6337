using Leadline.Mail;
using Leadline.Tests.Support;

namespace Leadline.Tests.Application.Tickets;

/// <summary>The small desk, answering by mail through a real SMTP server.</summary>
public sealed class MailDesk : SmallDesk
{
    public SmtpServer Smtp { get; } = new();

    internal override ServerOptions Options => base.Options with { Mail = MailOptions.Parse(Smtp.Address, "Leadline <mail@example.com>") };

    public override async ValueTask InitializeAsync()
    {
        await Smtp.InitializeAsync();
        await base.InitializeAsync();
        await Own(HttpMethod.Patch, "service-desk", """{"mailAddress":"desk@example.com","mailName":"The desk"}""");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Smtp.DisposeAsync();
    }
}
