using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>How the service desk is to work: <c>PATCH /leadline/v1/service-desk</c>. What is absent stays.</summary>
public sealed record ServiceDeskRequest
{
    /// <summary>Whether the LeadSquared Service CRM API answers.</summary>
    [JsonPropertyName("apiEnabled")]
    public bool? ApiEnabled { get; init; }

    /// <summary>CIDR ranges that callers of that API must come from; none lets everyone in.</summary>
    [Limit(100, Each = 50)]
    [JsonPropertyName("apiAddresses")]
    public List<string>? ApiAddresses { get; init; }

    /// <summary>Statuses in which the desk waits for the customer.</summary>
    [Limit(100, Each = 200)]
    [JsonPropertyName("pausedStatuses")]
    public List<string>? PausedStatuses { get; init; }

    /// <summary>Statuses in which there is nothing left to do.</summary>
    [Limit(100, Each = 200)]
    [JsonPropertyName("doneStatuses")]
    public List<string>? DoneStatuses { get; init; }

    /// <summary>The status that a customer's word brings a ticket back to.</summary>
    [Limit(200)]
    [JsonPropertyName("reopenedStatus")]
    public string? ReopenedStatus { get; init; }

    /// <summary>The address that replies come from; an empty text sends none.</summary>
    [Limit(254)]
    [JsonPropertyName("mailAddress")]
    public string? MailAddress { get; init; }

    /// <summary>The name beside the address.</summary>
    [Limit(200)]
    [JsonPropertyName("mailName")]
    public string? MailName { get; init; }

    /// <summary>The type of the tickets that mail makes; an empty text leaves the field's default.</summary>
    [Limit(200)]
    [JsonPropertyName("mailType")]
    public string? MailType { get; init; }

    /// <summary>Whether customers who open a ticket by mail or on a portal are told by mail that it is there.</summary>
    [JsonPropertyName("acknowledge")]
    public bool? Acknowledge { get; init; }

    /// <summary>
    /// Whether customers see, open and answer tickets on the hosted portals; until it is said, as apiEnabled.
    /// </summary>
    [JsonPropertyName("portalEnabled")]
    public bool? PortalEnabled { get; init; }
}

/// <summary>A user's role in the service desk.</summary>
public sealed record ServiceRoleRequest
{
    /// <summary>
    /// Admin, Supervisor, Group Manager, Agent or Light Agent; an empty text takes a given role back.
    /// </summary>
    [Limit(50)]
    [JsonPropertyName("role")]
    public string? Role { get; init; }
}

/// <summary>A group of agents.</summary>
public sealed record TicketGroupRequest
{
    /// <summary>What people call it.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Takes new tickets that no other group takes.</summary>
    [JsonPropertyName("isDefault")]
    public bool? IsDefault { get; init; }

    /// <summary>Types of tickets that it takes.</summary>
    [Limit(200, Each = 200)]
    [JsonPropertyName("types")]
    public List<string>? Types { get; init; }

    /// <summary>none, roundRobin, load or skill.</summary>
    [JsonPropertyName("rule")]
    public string? Rule { get; init; }

    /// <summary>Its agents in their order of turn.</summary>
    [Limit(500)]
    [JsonPropertyName("agents")]
    public List<GroupAgentRequest>? Agents { get; init; }
}

/// <summary>An agent in a group.</summary>
public sealed record GroupAgentRequest
{
    /// <summary>The user.</summary>
    [JsonPropertyName("userId")]
    public string? UserId { get; init; }

    /// <summary>What the agent is good at; met by a ticket's type, sub-type and tags.</summary>
    [Limit(100, Each = 200)]
    [JsonPropertyName("skills")]
    public List<string>? Skills { get; init; }

    /// <summary>Open tickets beyond which the agent gets no more.</summary>
    [JsonPropertyName("mostOpen")]
    public int? MostOpen { get; init; }

    /// <summary>False for an agent on leave.</summary>
    [JsonPropertyName("available")]
    public bool? Available { get; init; }
}

/// <summary>A promise to customers.</summary>
public sealed record SlaPolicyRequest
{
    /// <summary>What people call it.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Policies are tried in this order.</summary>
    [JsonPropertyName("position")]
    public int? Position { get; init; }

    /// <summary>Values that a ticket must have, by schema name; none: it applies to all.</summary>
    [Limit(50)]
    [JsonPropertyName("appliesTo")]
    public Dictionary<string, string>? AppliesTo { get; init; }

    /// <summary>The business hours in which its time runs; around the clock without.</summary>
    [JsonPropertyName("hoursId")]
    public string? HoursId { get; init; }

    /// <summary>Targets by priority.</summary>
    [Limit(100)]
    [JsonPropertyName("targets")]
    public Dictionary<string, SlaTargetRequest>? Targets { get; init; }

    /// <summary>Reminders before and escalations after the response is due.</summary>
    [Limit(20, IsCheckedByCall = true)]
    [JsonPropertyName("responseSteps")]
    public List<SlaStepRequest>? ResponseSteps { get; init; }

    /// <summary>Reminders before and escalations after the resolution is due.</summary>
    [Limit(20, IsCheckedByCall = true)]
    [JsonPropertyName("resolutionSteps")]
    public List<SlaStepRequest>? ResolutionSteps { get; init; }

    /// <summary>A policy that is not published applies to no ticket; true when absent.</summary>
    [JsonPropertyName("published")]
    public bool? Published { get; init; }
}

/// <summary>How soon, in minutes of business hours.</summary>
public sealed record SlaTargetRequest
{
    /// <summary>Until the first answer.</summary>
    [JsonPropertyName("responseMinutes")]
    public int? ResponseMinutes { get; init; }

    /// <summary>Until the ticket is done.</summary>
    [JsonPropertyName("resolutionMinutes")]
    public int? ResolutionMinutes { get; init; }
}

/// <summary>What happens before or after a due time.</summary>
public sealed record SlaStepRequest
{
    /// <summary>Minutes by the clock on the wall: below 0 a reminder before, above 0 an escalation after.</summary>
    [JsonPropertyName("minutes")]
    public int? Minutes { get; init; }

    /// <summary>E-mail addresses that are told.</summary>
    [Limit(50, Each = 254)]
    [JsonPropertyName("notify")]
    public List<string>? Notify { get; init; }
}

/// <summary>When the desk works.</summary>
public sealed record BusinessHoursRequest
{
    /// <summary>What people call them.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>IANA name, e.g. Asia/Kolkata; the account's when absent.</summary>
    [Limit(100)]
    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; init; }

    /// <summary>Shifts such as 09:00-17:00 by day: monday to sunday.</summary>
    [Limit(7)]
    [JsonPropertyName("week")]
    public Dictionary<string, List<string>>? Week { get; init; }

    /// <summary>Days without work.</summary>
    [JsonPropertyName("holidays")]
    public List<HolidayRequest>? Holidays { get; init; }
}

/// <summary>A day without work.</summary>
public sealed record HolidayRequest
{
    /// <summary>The day, yyyy-MM-dd.</summary>
    [Limit(10)]
    [JsonPropertyName("day")]
    public string? Day { get; init; }

    /// <summary>What it is called.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>On this day of each year.</summary>
    [JsonPropertyName("everyYear")]
    public bool? EveryYear { get; init; }
}

/// <summary>A field of tickets to make.</summary>
public sealed record TicketFieldRequest
{
    /// <summary>CustomData. and a name of letters, digits and underscores.</summary>
    [Limit(100)]
    [JsonPropertyName("schemaName")]
    public string? SchemaName { get; init; }

    /// <summary>What people call it.</summary>
    [Limit(200)]
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; init; }

    /// <summary>
    /// text, textArea, number, decimal, boolean, date, dateTime, email, phone, url, dropdown or multiSelect.
    /// </summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The values of a dropdown.</summary>
    [Limit(1_000, Each = 200)]
    [JsonPropertyName("options")]
    public List<string>? Options { get; init; }

    /// <summary>No ticket goes without.</summary>
    [JsonPropertyName("mandatory")]
    public bool? Mandatory { get; init; }

    /// <summary>The value that a new ticket starts with.</summary>
    [JsonPropertyName("defaultValue")]
    public string? DefaultValue { get; init; }
}

/// <summary>The values of a dropdown.</summary>
public sealed record TicketFieldOptionsRequest
{
    /// <summary>All of them, in order.</summary>
    [Limit(1_000, Each = 200)]
    [JsonPropertyName("options")]
    public List<string>? Options { get; init; }
}
