using System.Net;
using Leadline.Accounts;
using Leadline.Platform.Http;

namespace Leadline.InboundMail.Imap;

/// <summary>Where mailboxes may be.</summary>
internal sealed class MailboxNetworks(ServerOptions options)
{
    private readonly PublicNetworks networks = new(options.MailboxNetworks.Select(AddressRules.Parse));

    public bool Allows(IPAddress address) => networks.Allows(address);
}
