using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Accounts;

namespace Leadline.ServiceDesk;

/// <summary>
/// How an account's service desk works. An immutable snapshot as of <see cref="Version"/> of the account, or later.
/// </summary>
internal sealed record Desk
{
    public required int AccountId { get; init; }

    public long Version { get; init; }

    /// <summary>LeadSquared's slider "Service CRM APIs" (extended §5.1).</summary>
    public bool ApiEnabled { get; init; }

    /// <summary>CIDR ranges that callers of that API must come from; empty lets everyone in.</summary>
    public IReadOnlyList<string> ApiAddresses { get; init; } = [];

    public DeskSettings Settings { get; init; } = new();

    public IReadOnlyList<TicketGroup> Groups { get; init; } = [];

    /// <summary>In the order in which they are tried.</summary>
    public IReadOnlyList<SlaPolicy> Policies { get; init; } = [];

    public IReadOnlyList<BusinessHours> Hours { get; init; } = [];

    /// <summary>Whether customers see, open and answer tickets on the hosted portals.</summary>
    public bool PortalEnabled => Settings.PortalEnabled ?? ApiEnabled;

    public AddressRules Addresses => field ??= new AddressRules(ApiAddresses);

    public TicketGroup? Group(Guid? id) => Groups.FirstOrDefault(group => group.Id == id);

    /// <summary>The groups that the user works in.</summary>
    public IEnumerable<TicketGroup> GroupsOf(Guid userId) =>
        Groups.Where(group => group.Agents.Any(agent => agent.UserId == userId));

    public SlaPolicy? Policy(Guid? id) => Policies.FirstOrDefault(policy => policy.Id == id);

    /// <summary>The hours of a policy; a policy that names none runs around the clock.</summary>
    public BusinessHours HoursOf(SlaPolicy policy) =>
        Hours.FirstOrDefault(hours => hours.Id == policy.HoursId) ?? BusinessHours.AroundTheClock;

    /// <summary>The group that takes a new ticket of this type; null leaves it with none.</summary>
    public TicketGroup? GroupFor(string? type) =>
        Groups.FirstOrDefault(group => type is not null && group.Types.Contains(type))
        ?? Groups.FirstOrDefault(group => group.IsDefault);
}

/// <summary>What an account says of its desk beside the API's switch.</summary>
internal sealed record DeskSettings
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Statuses in which the desk waits for the customer, and the SLA's clocks stand still.</summary>
    public IReadOnlyList<string> PausedStatuses { get; init; } = ["Waiting on Customer", "On Hold"];

    /// <summary>Statuses in which there is nothing left to do.</summary>
    public IReadOnlyList<string> DoneStatuses { get; init; } = ["Resolved", "Closed"];

    /// <summary>The status that a customer's word brings a paused or done ticket back to.</summary>
    public string ReopenedStatus { get; init; } = "Open";

    /// <summary>The address that replies come from and are answered to; null sends no mail.</summary>
    public string? MailAddress { get; init; }

    /// <summary>The name beside the address.</summary>
    public string? MailName { get; init; }

    /// <summary>Mail that comes in makes tickets of this type; null leaves the field's default.</summary>
    public string? MailType { get; init; }

    /// <summary>Whether customers who open a ticket are told by mail that it is there.</summary>
    public bool Acknowledge { get; init; }

    /// <summary>
    /// Whether hosted portals offer tickets; null does as the API's switch does, without which there may be no desk at
    /// all.
    /// </summary>
    public bool? PortalEnabled { get; init; }
}
