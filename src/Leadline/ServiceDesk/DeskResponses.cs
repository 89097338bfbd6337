using System.Text.Json;
using Leadline.Protocol.Own;

namespace Leadline.ServiceDesk;

/// <summary>Groups, SLA policies and business hours as Leadline's own API shows them.</summary>
internal static class DeskResponses
{
    public static TicketGroupResponse Response(TicketGroup group) => new(
        group.Id,
        group.Name,
        group.IsDefault,
        group.Types,
        JsonNamingPolicy.CamelCase.ConvertName(group.Rule.ToString()),
        [
            .. group.Agents.Select(
                agent => new GroupAgentResponse(agent.UserId, agent.Skills, agent.MostOpen, agent.Available)),
        ]);

    public static SlaPolicyResponse Response(SlaPolicy policy) => new(
        policy.Id,
        policy.Name,
        policy.Position,
        policy.AppliesTo,
        policy.HoursId,
        policy.Targets.ToDictionary(
            target => target.Key,
            target => new SlaTargetResponse(target.Value.ResponseMinutes, target.Value.ResolutionMinutes)),
        [.. policy.ResponseSteps.Select(Response)],
        [.. policy.ResolutionSteps.Select(Response)],
        policy.Published);

    /// <summary>The week begins on Monday.</summary>
    public static BusinessHoursResponse Response(BusinessHours hours) => new(
        hours.Id,
        hours.Name,
        hours.TimeZone,
        hours.Week.OrderBy(day => ((int)day.Key + 6) % 7).ToDictionary(
            day => day.Key.ToString().ToLowerInvariant(),
            day => (IReadOnlyList<string>)[.. day.Value.Select(shift => $"{Time(shift.From)}-{Time(shift.To)}")]),
        [.. hours.Holidays.Select(holiday => new HolidayResponse(holiday.Day, holiday.Name, holiday.EveryYear))]);

    private static SlaStepResponse Response(SlaStep step) => new(step.Minutes, step.Notify);

    private static string Time(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
}
