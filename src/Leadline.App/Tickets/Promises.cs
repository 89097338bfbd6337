using Leadline.Protocol.Own;
using Microsoft.Extensions.Localization;

namespace Leadline.App.Tickets;

/// <summary>What was promised to the customer, in words.</summary>
public sealed class Promises(IStringLocalizer<TicketTexts> texts)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>What is due next: reply in 23 min, or late 12 min.</summary>
    public Promise Next(TicketResponse ticket, DateTime now)
    {
        var sla = ticket.Sla;
        if (NextOn(sla) is not { } due)
            return Promise.None;
        if (sla.Paused)
            return new(texts["PausedShort"], "paused");
        var isReply = sla.RespondedOn is null && sla.ResponseDueOn == due;
        return Told(due, now, isReply ? "ReplyIn" : "SolveIn", isReply ? "ReplyLate" : "SolveLate");
    }

    /// <summary>When the next promise falls due; null where nothing is outstanding.</summary>
    public static DateTime? NextOn(TicketSlaResponse sla) => sla.ResolvedOn is not null
        ? null
        : ((DateTime?[])[sla.RespondedOn is null ? sla.ResponseDueOn : null, sla.ResolutionDueOn]).Min();

    /// <summary>How it stands with the first reply; one that was late stays so.</summary>
    public Promise Response(TicketResponse ticket, DateTime now) => Stands(
        ticket, ticket.Sla.ResponseDueOn, ticket.Sla.RespondedOn, ticket.Sla.ResponseBreachedOn, "FirstReply", now);

    /// <summary>How it stands with the resolution.</summary>
    public Promise Resolution(TicketResponse ticket, DateTime now) => Stands(
        ticket, ticket.Sla.ResolutionDueOn, ticket.Sla.ResolvedOn, ticket.Sla.ResolutionBreachedOn, "Resolution", now);

    /// <summary>23 min, 2 h 10 min, 3 d 4 h.</summary>
    public string Length(TimeSpan span) => span switch
    {
        { TotalMinutes: < 60 } => texts["Minutes", Math.Max(1, (int)span.TotalMinutes)],
        { TotalHours: < 24, Minutes: 0 } => texts["Hours", (int)span.TotalHours],
        { TotalHours: < 24 } => texts["HoursMinutes", (int)span.TotalHours, span.Minutes],
        { Hours: 0 } => texts["Days", span.Days],
        _ => texts["DaysHours", span.Days, span.Hours],
    };

    private Promise Stands(
        TicketResponse ticket, DateTime? due, DateTime? doneOn, DateTime? brokenOn, string name, DateTime now)
    {
        if (doneOn is { } done)
            return due < done || brokenOn is not null
                ? new(texts[$"{name}WasLate", Length(done - (due ?? brokenOn!.Value))], "late")
                : due is null ? Promise.None : new(texts[$"{name}Kept"], "kept");
        if (due is not { } on)
            return Promise.None;
        return ticket.Sla.Paused && on > now
            ? new(texts[$"{name}Paused", ticket.Fields.GetValueOrDefault("Status") ?? ""], "paused")
            : Told(on, now, $"{name}In", $"{name}Late");
    }

    private Promise Told(DateTime due, DateTime now, string ahead, string late) => due <= now
        ? new(texts[late, Length(now - due)], "late")
        : new(texts[ahead, Length(due - now)], due - now <= Soon ? "soon" : "ok");
}

/// <summary>A promise as people read it.</summary>
/// <param name="Text">The words; empty for none.</param>
/// <param name="State">none, ok, soon, late, paused or kept.</param>
public sealed record Promise(string Text, string State)
{
    public static readonly Promise None = new("", "none");
}
