using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Leadline.Tickets;

namespace Leadline.Answers;

/// <summary>Macros in Leadline's own API.</summary>
internal sealed class MacroEndpoints(MacroOperations macros, TicketReadOperations tickets)
{
    public async Task<Failure?> List(Call call)
    {
        var found = await macros.List(call.Caller, call.Cancelled);
        return call.Answer(
            new MacrosResponse([.. found.Select(macro => Response(call, macro))]), OwnJson.Default.MacrosResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<MacroRequest>();
        return body.Failure ?? Answer(
            call, await macros.Create(call.Caller, call.Transaction, body.Value.Name, body.Value.Changes));
    }

    public async Task<Failure?> Get(Call call) =>
        Answer(call, await macros.Find(call.Caller, Id(call), call.Cancelled));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.ReadStrictly<MacroRequest>();
        return body.Failure ?? Answer(call, await macros.Update(
            call.Caller, call.Transaction, Id(call), body.Value.Name, body.Value.Changes, IfMatch.Version(call)));
    }

    public async Task<Failure?> Delete(Call call) =>
        await macros.Delete(call.Caller, call.Transaction, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    /// <summary><c>POST tickets/{ticket}/macros/{macro}</c>.</summary>
    public async Task<CommandAnswer> Apply(Call call)
    {
        var body = call.ReadOrDefault<ApplyMacroRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (await tickets.NumberOf(call.Caller.AccountId, call.Route("ticket")) is not { } number)
            return TicketRules.Unknown;
        return await call.Run<Ticket>(
            claim => macros.Apply(
                call.Caller, number, Id(call), body.Value, IfMatch.Version(call), claim, call.Cancelled),
            ticket =>
            {
                IfMatch.Tell(call, ticket.Version);
                call.Answer(TicketResponses.Response(ticket), OwnJson.Default.TicketResponse);
            });
    }

    private static Guid? Id(Call call) => call.RouteId("macro");

    private static Failure? Answer(Call call, Result<Macro> macro)
    {
        if (macro.Failure is null)
            IfMatch.Tell(call, macro.Value.Version);
        return call.Answer(macro, one => Response(call, one), OwnJson.Default.MacroResponse);
    }

    private static MacroResponse Response(Call call, Macro macro) => new(
        macro.Id,
        macro.Name,
        macro.Changes,
        MacroOperations.LooksAfterDesk(call.Caller),
        macro.Version,
        macro.CreatedOn,
        macro.ModifiedOn);
}
