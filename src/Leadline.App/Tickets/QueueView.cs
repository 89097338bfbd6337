using System.Globalization;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>A queue: tickets that somebody works through.</summary>
/// <param name="Name">Names it in addresses, and the key of its text.</param>
public sealed record QueueView(string Name)
{
    /// <summary>What falls due within this time is in Breaching.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    private static readonly QueueView Breaching = new("breaching");
    private static readonly QueueView Bin = new("bin");

    /// <summary>All of them, in their order.</summary>
    public static readonly IReadOnlyList<QueueView> All =
        [new("mine"), new("groups"), new("unassigned"), Breaching, new("waiting"), new("all"), Bin];

    /// <summary>Whether those that are due first stand first.</summary>
    public bool IsByPromise => this == Breaching;

    public bool IsBin => this == Bin;

    public string Address => $"tickets/{Name}";

    /// <summary>The queue of an address; null for none.</summary>
    public static QueueView? Find(string? name) => All.FirstOrDefault(queue => queue.Name == (name ?? "mine"));

    /// <summary>Its tickets.</summary>
    public TicketSearchRequest Search(DeskView desk)
    {
        List<TicketFilterRequest> open = [Is("Status", "IN", string.Join(',', desk.OpenStatuses))];
        return Name switch
        {
            "mine" => Of([Is("agentId", "=", $"{desk.Me}"), .. open]),
            "groups" => Of([Groups(desk), .. open]),
            "unassigned" => Of([Is("agentId", "=", ""), .. open]),
            "breaching" => Of(
                [Is("Status", "IN", string.Join(',', desk.OpenStatuses.Where(status => !desk.IsPaused(status))))]) with
            {
                Filter = Late(),
            },
            "waiting" => Of([Is("Status", "IN", string.Join(',', desk.Settings.PausedStatuses))]),
            "bin" => new() { Trashed = true },
            _ => new(),
        };
    }

    // Whoever works in no group has no ticket of one: no group has this id.
    private static TicketFilterRequest Groups(DeskView desk) => desk.MyGroups.Count == 0
        ? Is("groupId", "=", "none")
        : Is("groupId", "IN", string.Join(',', desk.MyGroups.Select(group => group.Id)));

    private static FilterRequest Late()
    {
        var till = (DateTime.UtcNow + Ahead).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return new()
        {
            Any =
            [
                new() { Field = "resolutionDueOn", Operator = "<", Value = till },
                new()
                {
                    All =
                    [
                        new() { Field = "responseDueOn", Operator = "<", Value = till },
                        new() { Field = "respondedOn", Operator = "=", Value = "" },
                    ],
                },
            ],
        };
    }

    private static TicketSearchRequest Of(List<TicketFilterRequest> filters) => new() { Filters = filters };

    private static TicketFilterRequest Is(string field, string comparison, string value) =>
        new() { Field = field, Operator = comparison, Value = value };
}
