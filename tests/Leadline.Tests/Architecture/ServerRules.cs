using System.Text.RegularExpressions;
using Xunit;

namespace Leadline.Tests.Architecture;

/// <summary>
/// An account lives on one database server, and who opens a connection names the account. What opens one without is listed
/// here with its reason: with several servers, it runs once on each.
/// </summary>
public sealed partial class ServerRules
{
    private static readonly Dictionary<string, string> AcrossAccounts = new()
    {
        ["src/Leadline.Storage/Database.cs"] = "opens",
        ["src/Leadline.Storage/Batching/LaneConnection.cs"] = "a lane's connection: the lane is one server's",
        ["src/Leadline.Storage/Embedded/ClusterSocket.cs"] = "is the embedded server up?",
        ["src/Leadline.Storage/Migrations/Migrator.cs"] = "the schema",
        ["src/Leadline/Accounts/AccountStore.cs"] = "which accounts are there, and in which does this e-mail address sign in?",
        ["src/Leadline/Cli/BulkConnection.cs"] = "backup, restore, doctor: whole tables",
        ["src/Leadline/EmailMarketing/MailingStore.cs"] = "whose mailings are due?",
        ["src/Leadline/Imports/ImportStore.cs"] = "who has leads to import?",
        ["src/Leadline/InboundMail/Imap/MailboxStore.cs"] = "whose mailbox is due?",
        ["src/Leadline/Intake/IntakePartitionStore.cs"] = "the days of the intake's tables",
        ["src/Leadline/Intake/IntakePollerStore.cs"] = "who has requests?",
        ["src/Leadline/LeadJobs/LeadJobStore.cs"] = "who has leads to change?",
        ["src/Leadline/Leads/Index/IndexWriteStore.cs"] = "whose search index is behind?",
        ["src/Leadline/Leads/UniqueFields.cs"] = "whose marking of a field was cut off?",
        ["src/Leadline/Live/LiveSignStore.cs"] = "listens, and tells the other nodes: who is there?",
        ["src/Leadline/Mail/MailStore.cs"] = "whose mail is due, and when is the next? Who has yet to be told of mail?",
        ["src/Leadline/PersonalData/PersonalRequestStore.cs"] = "whose data is to be exported or erased?",
        ["src/Leadline/Platform/WakeStore.cs"] = "listens, and tells the other nodes: what has come up?",
        ["src/Leadline/Portals/Hosted/DataProtectionKeys.cs"] = "the server's own keys",
        ["src/Leadline/Portals/PortalStore.cs"] = "whose portal is this?",
        ["src/Leadline/Setup/NewAccounts.cs"] = "makes an account, which has no number before",
        ["src/Leadline/Surfaces/StatusCallStore.cs"] = "whose calls are to be reported?",
        ["src/Leadline/Tasks/TaskReminderStore.cs"] = "whose reminders are due?",
        ["src/Leadline/Tickets/Sla/TicketSweepStore.cs"] = "whose tickets are due?",
        ["src/Leadline/Users/SignIn/UserIdentityStore.cs"] = "whose user has this identity at another provider?",
        ["src/Leadline/Webhooks/WebhookStore.cs"] = "who is to be told of what has happened?",
    };

    [Fact]
    public void Opening_a_connection_names_an_account_but_where_listed() => Assert.Equal(
        AcrossAccounts.Keys.Order(),
        from file in SourceTree.CSharp("src")
        where NamesNoAccount().IsMatch(file.Text)
        orderby file.Path
        select file.Path);

    [GeneratedRegex(
        @"\b(?:OpenAcrossAccounts|OpenLane|OpenLaneAside|[dD]atabase\.Listen|new NpgsqlConnection)\(|\bNpgsqlDataSource\b")]
    private static partial Regex NamesNoAccount();
}
