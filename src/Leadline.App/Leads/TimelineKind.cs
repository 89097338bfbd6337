using MudBlazor;

namespace Leadline.App.Leads;

/// <summary>The kinds of what happens with a lead or an opportunity: pictures, and the keys of their names.</summary>
public static class TimelineKind
{
    public static string Icon(string kind) => kind switch
    {
        "note" => Icons.Material.Outlined.StickyNote2,
        "task" => Icons.Material.Outlined.TaskAlt,
        "call" => Icons.Material.Outlined.Call,
        "mail" => Icons.Material.Outlined.Email,
        "opportunity" => Icons.Material.Outlined.Handshake,
        "ticket" => Icons.Material.Outlined.ConfirmationNumber,
        "change" => Icons.Material.Outlined.History,
        "stage" => Icons.Material.Outlined.MoveDown,
        _ => Icons.Material.Outlined.Bolt,
    };

    public static string Name(string kind) => kind switch
    {
        "note" => "KindNote",
        "task" => "KindTask",
        "call" => "KindCall",
        "mail" => "KindMail",
        "opportunity" => "KindOpportunity",
        "ticket" => "KindTicket",
        "change" => "KindChange",
        "stage" => "KindStage",
        _ => "KindActivity",
    };
}
