using System.Text.Json;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Surfaces;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Intake;

/// <summary>Reads requests as the synchronous calls do, and makes the same commands of them.</summary>
internal sealed class IntakeCommands(
    AccountOperations accounts,
    FieldOperations fields,
    ActivityTypeOperations types,
    OpportunityOperations opportunities)
{
    private static readonly Failure UnknownUser = new(
        ErrorCode.InvalidCredentials, "The user of the request is no longer there.");

    /// <summary>The request as an item of a window; what is wrong with it is a part of the item.</summary>
    public async Task<IntakeItem> Read(StoredRequest request, int attempts = 0)
    {
        try
        {
            var definitions = await fields.Definitions(request.AccountId);
            var made = definitions.Account.Users.TryGetValue(request.UserId, out var user)
                ? await Make(await accounts.CallerOf(definitions.Account, user), definitions, request)
                : UnknownUser;
            if (made.Failure is { } refusal)
                return new IntakeItem(request) { Attempts = attempts, Refusal = refusal };
            var (command, writeAnswer) = made.Value;
            return new IntakeItem(request)
            {
                Attempts = attempts,
                Command = command,
                WriteAnswer = writeAnswer,
                Names = [.. LeadReference.From(command.Target)],
            };
        }
        catch (Exception fault) when (!DatabaseErrors.IsUnavailable(fault))
        {
            return new IntakeItem(request) { Attempts = attempts, Fault = fault };
        }
    }

    private async Task<Result<(LeadCommand Command, Action<Utf8JsonWriter> WriteAnswer)>> Make(
        Caller caller, Definitions definitions, StoredRequest request)
    {
        switch (request.Call)
        {
            case IntakeCall.LeadCapture:
                var capture = LeadSquaredLeadInput.ReadCapture(
                    Target(request, LeadSquaredLeadInput.UpdateBehavior), request.Body);
                return capture.Failure is { } unfit
                    ? unfit
                    : Prepare(
                        WriteLead.Capture(caller, definitions, capture.Value.Properties, capture.Value.Behavior),
                        LeadSquaredLeadAnswers.WriteCaptured);

            case IntakeCall.LeadUpdate:
                var update = LeadSquaredLeadInput.ReadUpdate(
                    Target(request, LeadSquaredLeadInput.LeadId), request.Body);
                return update.Failure is { } unknown
                    ? unknown
                    : Prepare(
                        WriteLead.ById(
                            caller,
                            definitions,
                            update.Value.LeadId,
                            update.Value.Properties,
                            LeadSquaredLeadInput.IsQuietUpdate(Target(request, LeadSquaredLeadInput.PostUpdated))),
                        (json, _) => LeadSquaredLeadAnswers.WriteMessage(json, id: null, affectedRows: 1));

            case IntakeCall.ActivityCreate:
                var create = LeadSquaredActivityInput.ReadCreate(request.Body);
                return create.Failure is { } refused
                    ? refused
                    : await Post(caller, definitions, create.Value.Input, create.Value.WithScore);

            case IntakeCall.ActivityCreateCustom:
                return await Post(
                    caller, definitions, LeadSquaredActivityInput.ReadCreateCustom(request.Body), withScore: false);

            case IntakeCall.CallLog:
                return await Post(caller, definitions, CallLogs.Read(caller, request.Body), withScore: false);

            case IntakeCall.OpportunityCapture:
                return await Capture(caller, definitions, request);

            case IntakeCall.OpportunityUpdate:
                var change = LeadSquaredOpportunityInput.ReadUpdate(request.Body);
                return change.Failure is { } unreadable
                    ? unreadable
                    : Prepare(
                        (await opportunities.Updates(caller, definitions, [change.Value])).Single(),
                        LeadSquaredOpportunityAnswers.WriteUpdated);

            default:
                throw new InvalidOperationException($"Call {request.Call} is not known here.");
        }
    }

    private async Task<Result<(LeadCommand, Action<Utf8JsonWriter>)>> Post(
        Caller caller,
        Definitions definitions,
        Result<ActivityInput> input,
        bool withScore) =>
        input.Failure is { } failure
            ? failure
            : Prepare(
                PostActivity.Prepare(caller, definitions, await types.Get(caller.AccountId), input.Value),
                (json, posted) => LeadSquaredActivityAnswers.WritePosted(json, posted, withScore));

    private async Task<Result<(LeadCommand, Action<Utf8JsonWriter>)>> Capture(
        Caller caller, Definitions definitions, StoredRequest request)
    {
        var body = LeadSquaredOpportunityInput.ReadCapture(request.Body);
        return body.Failure is { } unreadable
            ? unreadable
            : Prepare(
                CaptureOpportunity.Prepare(caller, definitions, await types.Get(caller.AccountId), body.Value),
                (json, captured) =>
                    LeadSquaredOpportunityAnswers.WriteCaptured(json, body.Value, captured, request.Id.ToGuid()));
    }

    private static Result<(LeadCommand, Action<Utf8JsonWriter>)> Prepare<T>(
        Result<LeadCommand<T>> made, Action<Utf8JsonWriter, T> write)
    {
        if (made.Failure is { } failure)
            return failure;
        var command = made.Value;
        return (command, json => write(json, command.Outcome.Value));
    }

    private static string? Target(StoredRequest request, string name) =>
        request.Target is { } target && QueryHelpers.ParseQuery(target).TryGetValue(name, out var value)
            ? value.ToString()
            : null;
}
