using Leadline.Tests.Support;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Leadline.Tests.Support;

/// <summary>
/// Begins with the classes that take longest, so that the run does not end with one of them alone. A class that is missing
/// here costs a little time and nothing else.
/// </summary>
/// <remarks>
/// The runner queues all at once, and was seen to take them from the front in one run and from the back in another. So the long
/// ones stand at both ends, the longest outermost.
/// </remarks>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "Faults.CampaignKillTests", "Faults.KillTests", "Application.TeamLeadJourneyTests", "Tickets.AgentJourneyTests",
        "Tickets.SupervisorJourneyTests", "Application.AdministratorJourneyTests", "Portals.ThrottleTests",
        "Application.SalesJourneyTests", "Application.OwnProfileTests", "Cli.AccountCommandTests", "Portals.HostedPortalTests",
        "Rights.RightsWalkTests", "Cli.BackupTests", "Cli.ServeTests", "Imap.MailboxProblemTests", "Portals.TicketJourneyTests",
        "Portals.AttackTests", "Cli.IntakeCommandTests", "Imap.ImapTests", "Webhooks.WebhookKillTests",
        "Application.OperatorJourneyTests", "Imap.ImapKillTests", "Leads.LeadSearchModelTests", "Contracts.ExchangeTests",
        "MaildirPollerKillTests", "Faults.ImportKillTests", "Faults.IntakeKillTests", "Sql.LanePlanTests",
        "Surfaces.TypeNamesTests", "Tickets.SafeHtmlTests", "Live.LiveTests", "Cli.StartFailureTests",
        "Storage.EmbeddedPostgresTests", "Docs.DocsPageTests", "Storage.EmbeddedRecoveryTests", "Cli.DoctorTests",
        "Faults.FullDiskTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        var ranked = testCollections.OrderBy(Rank).Index().ToLookup(at => at.Index % 2 == 0, at => at.Item);
        return [.. ranked[true], .. ranked[false].Reverse()];
    }

    // A collection is named for its class, with words before and after.
    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var rank and >= 0
            ? rank : Longest.Length;
}
