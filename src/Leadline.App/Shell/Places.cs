using MudBlazor;

namespace Leadline.App.Shell;

/// <summary>Where one can go: the navigation, the bar of a phone and the command menu show the same.</summary>
public static class Places
{
    public static readonly IReadOnlyList<Place> Main =
    [
        new("leads", "Leads", Icons.Material.Outlined.Person),
        new("opportunities", "Opportunities", Icons.Material.Outlined.Handshake),
        new("tasks", "Tasks", Icons.Material.Outlined.TaskAlt),
        new("tickets", "Tickets", Icons.Material.Outlined.ConfirmationNumber),
    ];

    /// <summary>Those of administrators.</summary>
    public static readonly IReadOnlyList<Place> Workflow =
    [
        new("workflow/portals", "Portals", Icons.Material.Outlined.Web),
        new("workflow/webhooks", "Webhooks", Icons.Material.Outlined.Webhook),
        new("workflow/intake", "Intake", Icons.Material.Outlined.Inbox),
    ];

    /// <summary>The pages of the settings: most are administrators', too.</summary>
    public static readonly IReadOnlyList<Place> Settings =
    [
        new("settings", "Settings", Icons.Material.Outlined.Settings),
        new("settings/users", "Users", Icons.Material.Outlined.ManageAccounts),
        new("settings/groups", "SalesGroups", Icons.Material.Outlined.Groups),
        new("settings/rights", "Rights", Icons.Material.Outlined.Shield),
        new("settings/leads/fields", "LeadFields", Icons.Material.Outlined.ViewColumn),
        new("settings/leads/activity-types", "ActivityTypes", Icons.Material.Outlined.History),
        new("settings/opportunities/types", "OpportunityTypes", Icons.Material.Outlined.Handshake),
        new("settings/service-cloud/api-configurations", "ApiConfigurations", Icons.Material.Outlined.VpnKey),
        new("settings/service-cloud/groups", "DeskGroups", Icons.Material.Outlined.Groups),
        new("settings/service-cloud/hours", "BusinessHours", Icons.Material.Outlined.Schedule),
        new("settings/service-cloud/sla", "SlaPolicies", Icons.Material.Outlined.WarningAmber),
        new("settings/service-cloud/mailboxes", "Mailboxes", Icons.Material.Outlined.Email),
        new("settings/service-cloud/answers", "Answers", Icons.Material.Outlined.Quickreply) { IsForAll = true },
        new("settings/service-cloud/macros", "Macros", Icons.Material.Outlined.Bolt) { IsForAll = true },
        new("settings/refused-calls", "RefusedCalls", Icons.Material.Outlined.Block),
        new("settings/audit", "Audit", Icons.Material.Outlined.FactCheck),
        new("settings/personal-data", "PersonalData", Icons.Material.Outlined.PersonSearch),
        new("settings/templates", "Templates", Icons.Material.Outlined.Quickreply),
        new("settings/tables", "Tables", Icons.Material.Outlined.TableView),
    ];
}

/// <summary>A page to go to.</summary>
/// <param name="Address">Below the application's own.</param>
/// <param name="Name">The key of its name among the shell's texts.</param>
/// <param name="Icon">Its picture.</param>
public sealed record Place(string Address, string Name, string Icon)
{
    /// <summary>Whether it is a page of the settings that others than administrators use.</summary>
    public bool IsForAll { get; init; }
}
