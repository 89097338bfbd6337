using Leadline.Mail;
using Leadline.Platform;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Leadline.Tests.Mail;

/// <summary>A server that hands its mail to a real SMTP server, by a clock that the tests move.</summary>
public class MailServer : TestServer
{
    public SmtpServer Smtp { get; protected init; } = new();

    internal SteppedClock Clock { get; } = new();

    internal int AccountId => int.Parse(Credentials.OrgId);

    internal override ServerOptions Options => base.Options with { Mail = MailOptions.Parse(Smtp.Address, "Leadline <mail@example.com>") };

    public override async ValueTask InitializeAsync()
    {
        await Smtp.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Smtp.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves mails in the outbox, in one transaction.</summary>
    internal Task<Guid[]> Add(params MailMessage[] messages) => Database.Transaction(AccountId, async connection =>
    {
        var ids = new List<Guid>();
        foreach (var message in messages)
            ids.Add(await Services.GetRequiredService<MailOutbox>().Add(connection, message));
        return ids.ToArray();
    });

    internal MailMessage To(string address, string subject = "Hello") => new(AccountId, address, subject, "Some text.");

    /// <summary>Moves the clock and wakes the sender, as the next mail or minute would.</summary>
    internal void Pass(TimeSpan time) => Clock.Step(time);

    protected override void Configure(IHostApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
    }
}

/// <summary>The system's clock, set forward by the tests.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long ahead;

    /// <summary>Sets it forward, and wakes whoever waits for a time that has come by that.</summary>
    public void Step(TimeSpan by)
    {
        Interlocked.Add(ref ahead, by.Ticks);
        foreach (var channel in Wake.Channels.Where(channel => channel != Wake.Account))
            Wakes.Tell(channel);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));
}
