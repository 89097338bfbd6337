using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Leadline.Tests.Architecture;

/// <summary>The rules of the house that a machine can hold: who may use whom, how long a file is, what is visible.</summary>
public sealed class HouseRules
{
    // A folder's types may use those of the folders named here, and no others. Composition (Server, Cli) uses everything.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Platform"] = [],
        ["Accounts"] = ["Platform"],
        ["Surfaces"] = ["Accounts", "Platform"],
        ["Refusals"] = ["Docs", "Surfaces", "Accounts", "Platform"],
        ["Audit"] = ["Docs", "Surfaces", "Accounts", "Platform"],
        ["Users"] = ["Docs", "Audit", "Mail", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Fields"] = ["Accounts", "Platform"],
        ["Mail"] = ["Accounts", "Platform"],
        ["Events"] = ["Accounts", "Platform"],
        ["Leads"] = ["Docs", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Lists"] = ["Docs", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Activities"] = ["Docs", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Opportunities"] =
        [
            "Docs", "Portals", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform",
        ],
        ["Files"] = ["Docs", "Activities", "Leads", "Events", "Surfaces", "Accounts", "Platform"],
        ["Notes"] = ["Docs", "Files", "Opportunities", "Activities", "Leads", "Events", "Surfaces", "Accounts", "Platform"],
        ["Tables"] = ["Docs", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Tasks"] =
        [
            "Docs", "Opportunities", "Mail", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform",
        ],
        ["Resets"] = ["Docs", "Tasks", "Notes", "Activities", "Leads", "Surfaces", "Accounts", "Platform"],
        ["Sales"] = ["Docs", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["EmailMarketing"] =
        [
            "Docs", "Lists", "Portals", "Mail", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform",
        ],
        ["Analytics"] = ["Docs", "Users", "Leads", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Companies"] = ["Docs", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Subscribers"] =
        [
            "Docs", "Tickets", "ServiceDesk", "Activities", "Leads", "Fields", "Surfaces", "Accounts", "Platform",
        ],
        ["Telephony"] = ["Docs", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Intake"] =
        [
            "Docs", "Telephony", "Opportunities", "Activities", "Leads", "Fields", "Surfaces", "Accounts", "Platform",
        ],
        ["Webhooks"] = ["Docs", "Mail", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["LeadJobs"] = ["Docs", "Lists", "Leads", "Fields", "Surfaces", "Accounts", "Platform"],
        ["PersonalData"] = ["Docs", "Leads", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Imports"] = ["Docs", "Leads", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Portals"] = ["Docs", "Leads", "Fields", "Events", "Mail", "Surfaces", "Accounts", "Platform"],
        ["ServiceDesk"] = ["Docs", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Tickets"] =
        [
            "Docs", "ServiceDesk", "Portals", "Mail", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform",
        ],
        ["InboundMail"] = ["Docs", "Tickets", "ServiceDesk", "Mail", "Leads", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Live"] = ["Docs", "ServiceDesk", "Events", "Surfaces", "Accounts", "Platform"],
        ["Presence"] = ["Docs", "Live", "Surfaces", "Accounts", "Platform"],
        ["Drafts"] = ["Docs", "Live", "Fields", "Surfaces", "Accounts", "Platform"],
        ["SavedViews"] = ["Docs", "ServiceDesk", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Profiles"] = ["Docs", "Users", "ServiceDesk", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Answers"] = ["Docs", "Tickets", "ServiceDesk", "Mail", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Notifications"] = ["Docs", "Live", "Profiles", "ServiceDesk", "Events", "Surfaces", "Accounts", "Platform"],
        ["Docs"] = ["Surfaces", "Platform"],
        ["Application"] = ["Profiles", "Surfaces", "Accounts", "Platform"],
        ["Setup"] = ["Accounts"],
        ["Demo"] = ["Answers", "Tickets", "ServiceDesk", "Tasks", "Opportunities", "Activities", "Leads", "Fields", "Accounts", "Platform"],
        ["Health"] = ["Docs", "Surfaces", "Accounts", "Platform"],
    };

    private static readonly string[] Composition = ["Cli"];

    [Fact]
    public void Folders_use_only_what_stands_below_them() => Assert.Empty(
        from type in CompiledServer.Types
        where type.Folder is not null && !Composition.Contains(type.Folder)
        from used in type.Uses
        let folder = CompiledServer.FolderOf(used)
        where folder is not null && folder != type.Folder && !Below(type.Folder).Contains(folder)
        select $"{type.Name} uses {used}: {type.Folder} may not use {folder}");

    [Fact]
    public void Every_folder_is_in_the_table() => Assert.Equal(
        Allowed.Keys.Order(),
        CompiledServer.Types.Select(type => type.Folder).OfType<string>().Except(Composition).Distinct().Order());

    [Theory]
    [InlineData("src", 400)]
    [InlineData("bench", 400)]
    [InlineData("tests", 600)]
    public void Files_stay_short(string folder, int mostLines) => Assert.Empty(
        from file in SourceTree.CSharp(folder)
        let lines = file.Text.Count(character => character == '\n')
        where lines > mostLines
        select $"{file.Path}: {lines} lines");

    [Fact]
    public void Lines_are_at_most_120_columns_long() => Assert.Empty(
        from file in SourceTree.CSharp("src")
        from line in file.Text.Split('\n').Index()
        where line.Item.TrimEnd('\r').Length > 120
        select $"{file.Path}:{line.Index + 1}");

    // Razor makes components public, and with them what their parameters hold: both stand in a folder Pages.
    [Fact]
    public void Server_types_are_internal_and_sealed() => Assert.Empty(
        from type in typeof(Server).Assembly.GetTypes()
        where type.Namespace?.StartsWith("Leadline", StringComparison.Ordinal) == true
        where type.IsClass && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.Name.Contains('<')
        where !type.Namespace!.EndsWith(".Pages", StringComparison.Ordinal)
        where type.IsPublic || (!type.IsSealed && !type.IsAbstract)
        select type.FullName);

    private static string[] Below(string? folder) => Allowed.GetValueOrDefault(folder ?? "", []);
}
