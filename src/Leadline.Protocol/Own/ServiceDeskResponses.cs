using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>How the service desk works.</summary>
/// <param name="ApiEnabled">Whether the LeadSquared Service CRM API answers.</param>
/// <param name="ApiAddresses">CIDR ranges that callers of that API must come from; empty lets everyone in.</param>
/// <param name="PausedStatuses">Statuses in which the desk waits for the customer.</param>
/// <param name="DoneStatuses">Statuses in which there is nothing left to do.</param>
/// <param name="ReopenedStatus">The status that a customer's message brings a ticket back to.</param>
/// <param name="MailAddress">The address that replies come from; null sends no mail.</param>
/// <param name="MailName">The name beside the address.</param>
/// <param name="MailType">The type of tickets that mail makes; null leaves the field's default.</param>
/// <param name="Acknowledge">Whether customers who open a ticket are told by mail that it is there.</param>
/// <param name="PortalEnabled">Whether customers see, open and answer tickets on the hosted portals.</param>
public sealed record ServiceDeskResponse(
    bool ApiEnabled,
    IReadOnlyList<string> ApiAddresses,
    IReadOnlyList<string> PausedStatuses,
    IReadOnlyList<string> DoneStatuses,
    string ReopenedStatus,
    string? MailAddress,
    string? MailName,
    string? MailType,
    bool Acknowledge,
    bool PortalEnabled);

/// <summary>The users with their roles in the service desk.</summary>
/// <param name="Users">By e-mail address.</param>
public sealed record ServiceRolesResponse(IReadOnlyList<ServiceRoleResponse> Users);

/// <summary>A user's role in the service desk.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Active">Whether the user may sign in.</param>
/// <param name="Role">Admin, Supervisor, Group Manager, Agent or Light Agent.</param>
/// <param name="Given">Whether the role was given; otherwise it follows from the user's role in the account.</param>
public sealed record ServiceRoleResponse(Guid UserId, string Email, string Name, bool Active, string Role, bool Given);

/// <summary>The groups of agents.</summary>
/// <param name="Groups">In the order in which they were made.</param>
public sealed record TicketGroupsResponse(IReadOnlyList<TicketGroupResponse> Groups);

/// <summary>A group of agents.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsDefault">Whether it takes new tickets that no other group takes.</param>
/// <param name="Types">Types of tickets that it takes.</param>
/// <param name="Rule">none, roundRobin, load or skill.</param>
/// <param name="Agents">Its agents in their order of turn.</param>
public sealed record TicketGroupResponse(
    Guid Id,
    string Name,
    bool IsDefault,
    IReadOnlyList<string> Types,
    string Rule,
    IReadOnlyList<GroupAgentResponse> Agents);

/// <summary>An agent in a group.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Skills">What the agent is good at.</param>
/// <param name="MostOpen">Open tickets beyond which the agent gets no more.</param>
/// <param name="Available">False for an agent on leave.</param>
public sealed record GroupAgentResponse(
    Guid UserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Skills,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MostOpen,
    bool Available);

/// <summary>The SLA policies.</summary>
/// <param name="Policies">In the order in which they are tried.</param>
public sealed record SlaPoliciesResponse(IReadOnlyList<SlaPolicyResponse> Policies);

/// <summary>An SLA policy.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Position">Policies are tried in this order; the first that applies counts.</param>
/// <param name="AppliesTo">Values that a ticket must have, by schema name; empty: it applies to all.</param>
/// <param name="HoursId">The business hours in which its time runs; around the clock without.</param>
/// <param name="Targets">Targets by priority.</param>
/// <param name="ResponseSteps">Reminders before and escalations after the response is due.</param>
/// <param name="ResolutionSteps">Reminders before and escalations after the resolution is due.</param>
/// <param name="Published">A policy that is not published applies to no ticket.</param>
public sealed record SlaPolicyResponse(
    Guid Id,
    string Name,
    int Position,
    IReadOnlyDictionary<string, string> AppliesTo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? HoursId,
    IReadOnlyDictionary<string, SlaTargetResponse> Targets,
    IReadOnlyList<SlaStepResponse> ResponseSteps,
    IReadOnlyList<SlaStepResponse> ResolutionSteps,
    bool Published);

/// <summary>How soon, in minutes of business hours; what is absent is not promised.</summary>
/// <param name="ResponseMinutes">Until the first response.</param>
/// <param name="ResolutionMinutes">Until the ticket is done.</param>
public sealed record SlaTargetResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ResponseMinutes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ResolutionMinutes);

/// <summary>What happens before or after a due time.</summary>
/// <param name="Minutes">Below 0 a reminder before, above 0 an escalation after.</param>
/// <param name="Notify">E-mail addresses that are notified.</param>
public sealed record SlaStepResponse(
    int Minutes, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Notify);

/// <summary>The business hours.</summary>
/// <param name="BusinessHours">In the order in which they were made.</param>
public sealed record BusinessHoursListResponse(IReadOnlyList<BusinessHoursResponse> BusinessHours);

/// <summary>When the desk works.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">What people call them.</param>
/// <param name="TimeZone">IANA name, e.g. Asia/Kolkata.</param>
/// <param name="Week">Shifts such as 09:00-17:00 by day: monday to sunday.</param>
/// <param name="Holidays">Days without work.</param>
public sealed record BusinessHoursResponse(
    Guid Id,
    string Name,
    string TimeZone,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Week,
    IReadOnlyList<HolidayResponse> Holidays);

/// <summary>A day without work.</summary>
/// <param name="Day">The day.</param>
/// <param name="Name">What it is called.</param>
/// <param name="EveryYear">On this day of each year.</param>
public sealed record HolidayResponse(DateOnly Day, string Name, bool EveryYear);
