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
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "Faults.CampaignKillTests", "Faults.KillTests", "Rights.RightsWalkTests", "Application.SalesJourneyTests", "Portals.HostedPortalTests", "Imap.ImapTests", "Portals.TicketJourneyTests", "Cli.ServeTests",
        "Imap.MailboxProblemTests", "Cli.AccountCommandTests", "Cli.BackupTests", "Faults.IntakeKillTests", "Imap.ImapKillTests",
        "MaildirPollerKillTests", "Faults.FullDiskTests", "Tickets.SafeHtmlTests", "Cli.IntakeCommandTests", "Portals.AttackTests",
        "Portals.ThrottleTests", "Cli.StartFailureTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Rank)];

    // A collection is named for its class, with words before and after.
    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var rank and >= 0
            ? rank : Longest.Length;
}
