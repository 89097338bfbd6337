using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.ServiceDesk;

/// <summary>Groups, policies and hours as callers send them, checked.</summary>
internal static class DeskDefinitionInput
{
    private const int MostMinutes = 366 * BusinessHours.MinutesOfDay;

    private const int MostSteps = 20;

    public static Result<TicketGroup> Group(Guid id, TicketGroupRequest request, Account account, FieldCatalog catalog)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Missing("name");
        if (
            !Enum.TryParse<AssignmentRule>(request.Rule ?? "none", ignoreCase: true, out var rule)
            || !Enum.IsDefined(rule))
            return Invalid("'rule' is none, roundRobin, load or skill.");
        var types = catalog.Find(TicketFieldNames.Type)!.Options;
        if ((request.Types ?? []).Find(type => !types.Contains(type)) is { } unknown)
            return Invalid($"'{unknown}' is not a type of the account's tickets.");
        var agents = new List<GroupAgent>();
        foreach (var agent in request.Agents ?? [])
        {
            if (!Guid.TryParse(agent.UserId, out var userId) || !account.Users.ContainsKey(userId))
                return Invalid("An agent is a user of the account.");
            if (agents.Exists(other => other.UserId == userId))
                return Invalid("An agent is in a group once.");
            if (agent.MostOpen < 0)
                return Invalid("'mostOpen' is not below 0.");
            agents.Add(new GroupAgent(userId, agent.Skills, agent.MostOpen, agent.Available ?? true));
        }

        return new TicketGroup
        {
            Id = id,
            Name = request.Name.Trim(),
            IsDefault = request.IsDefault ?? false,
            Types = request.Types ?? [],
            Rule = rule,
            Agents = agents,
        };
    }

    public static Result<SlaPolicy> Policy(Guid id, SlaPolicyRequest request, Desk desk, FieldCatalog catalog)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Missing("name");
        Guid? hoursId = null;
        if (!string.IsNullOrEmpty(request.HoursId))
        {
            if (!Guid.TryParse(request.HoursId, out var hours) || !desk.Hours.Any(known => known.Id == hours))
                return Invalid("'hoursId' names no business hours.");
            hoursId = hours;
        }

        foreach (var name in (request.AppliesTo ?? []).Keys)
            if (catalog.Find(name) is null)
                return Invalid($"'{name}' is not a field of tickets.");
        var priorities = catalog.Find(TicketFieldNames.Priority)!.Options;
        foreach (var (priority, target) in request.Targets ?? [])
        {
            if (!priorities.Contains(priority))
                return Invalid($"'{priority}' is not a priority of the account.");
            if (target?.ResponseMinutes is < 1 or > MostMinutes || target?.ResolutionMinutes is < 1 or > MostMinutes)
                return Invalid($"A target is 1 to {MostMinutes} minutes.");
        }

        if (StepRefusal(request.ResponseSteps) is { } badResponse)
            return badResponse;
        if (StepRefusal(request.ResolutionSteps) is { } badResolution)
            return badResolution;
        return new SlaPolicy
        {
            Id = id,
            Name = request.Name.Trim(),
            Position = request.Position ?? 0,
            AppliesTo = request.AppliesTo ?? [],
            HoursId = hoursId,
            Targets = (request.Targets ?? []).ToDictionary(
                target => target.Key,
                target => new SlaTarget(target.Value?.ResponseMinutes, target.Value?.ResolutionMinutes)),
            ResponseSteps = Steps(request.ResponseSteps),
            ResolutionSteps = Steps(request.ResolutionSteps),
            Published = request.Published ?? true,
        };
    }

    public static Result<BusinessHours> Hours(Guid id, BusinessHoursRequest request, Account account)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Missing("name");
        var zone = request.TimeZone ?? account.TimeZone;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return Invalid($"'{zone}' is no time zone that this server knows; they read like Asia/Kolkata.");
        var week = new Dictionary<DayOfWeek, IReadOnlyList<Shift>>();
        foreach (var (name, sent) in request.Week ?? [])
        {
            if (!Enum.TryParse<DayOfWeek>(name, ignoreCase: true, out var day) || int.TryParse(name, out _))
                return Invalid($"'{name}' is no day of the week.");
            if (Shifts(sent ?? []) is not { } shifts)
                return Invalid(
                    "Shifts read like 09:00-17:00, in order and apart from each other; a day ends at 24:00.");
            week[day] = shifts;
        }

        if (week.Values.All(shifts => shifts.Count == 0))
            return Invalid("'week' has no shift.");
        var holidays = new List<Holiday>();
        foreach (var holiday in request.Holidays ?? [])
        {
            if (
                !DateOnly.TryParseExact(
                    holiday.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return Invalid("A holiday's day is yyyy-MM-dd.");
            holidays.Add(new Holiday(day, holiday.Name ?? "", holiday.EveryYear ?? false));
        }

        return new BusinessHours
        {
            Id = id,
            Name = request.Name.Trim(),
            TimeZone = zone,
            Week = week,
            Holidays = holidays,
        };
    }

    private static List<Shift>? Shifts(List<string> sent)
    {
        var shifts = new List<Shift>();
        foreach (var text in sent)
        {
            var ends = text.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || Minutes(ends[0]) is not { } from || Minutes(ends[1]) is not { } to
                || from >= to || (shifts.Count > 0 && from < shifts[^1].To))
                return null;
            shifts.Add(new Shift(from, to));
        }

        return shifts;
    }

    private static int? Minutes(string text) =>
        text == "24:00" ? BusinessHours.MinutesOfDay
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
            : null;

    private static Failure? StepRefusal(List<SlaStepRequest>? steps)
    {
        if (steps is null)
            return null;
        if (steps.Count > MostSteps || steps.DistinctBy(step => step.Minutes).Count() != steps.Count)
            return Invalid($"There are at most {MostSteps} steps, each at a time of its own.");
        foreach (var step in steps)
        {
            if (step.Minutes is null or 0 or < -MostMinutes or > MostMinutes)
                return Invalid("A step is so many minutes before (below 0) or after the due time.");
            if ((step.Notify ?? []).Exists(to => EmailAddress.Read(to) is null))
                return Invalid("'notify' holds e-mail addresses.");
        }

        return null;
    }

    private static SlaStep[] Steps(List<SlaStepRequest>? steps) =>
        [
            .. (steps ?? [])
                .Select(step => new SlaStep(
                    step.Minutes!.Value, (step.Notify ?? []).ConvertAll(to => EmailAddress.Read(to)!)))
                .OrderBy(step => step.Minutes),
        ];

    private static Failure Missing(string member) =>
        new(ErrorCode.MissingAttribute, $"'{member}' is mandatory.") { Field = member };

    private static Failure Invalid(string message) => new(ErrorCode.InvalidInput, message);
}
