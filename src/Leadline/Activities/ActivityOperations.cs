using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Storage.Batching;

namespace Leadline.Activities;

/// <summary>Posting activities, alone or with their leads.</summary>
internal sealed partial class ActivityOperations(
    Database database,
    LeadOperations leads,
    ActivityTypeOperations types,
    FieldOperations fields,
    ActivityReadStore reads,
    TimeProvider clock)
{
    /// <inheritdoc cref="PostActivity.Prepare"/>
    public Task<Result<ActivityPosted>> Post(
        Caller caller,
        ActivityInput input,
        Claim<Result<ActivityPosted>>? claim,
        CancellationToken cancellation) =>
        leads.Run(
            caller,
            async definitions => PostActivity.Prepare(caller, definitions, await types.Get(caller.AccountId), input),
            claim,
            cancellation);

    /// <summary>Posts many, each with an outcome of its own.</summary>
    public Task<Result<IReadOnlyList<Result<ActivityPosted>>>> PostAll(
        Caller caller,
        IReadOnlyList<Result<ActivityInput>> inputs,
        Claim<Result<IReadOnlyList<Result<ActivityPosted>>>>? claim,
        CancellationToken cancellation) => leads.RunAll(
        caller,
        async definitions =>
        {
            var catalog = await types.Get(caller.AccountId);
            return inputs.Select(input => input.Failure is { } failure
                ? failure
                : PostActivity.Prepare(caller, definitions, catalog, input.Value));
        },
        claim,
        cancellation);

    /// <summary>
    /// Posts many, each on the lead that has its value in a unique field (<see cref="PostActivity.OnLeadOf"/>).
    /// </summary>
    public Task<Result<IReadOnlyList<Result<ActivityPosted>>>> PostAllOnLeadsOf(
        Caller caller,
        string searchBy,
        IReadOnlyList<ActivityBody> bodies,
        Claim<Result<IReadOnlyList<Result<ActivityPosted>>>>? claim,
        CancellationToken cancellation) => leads.RunAll(
        caller,
        async definitions =>
        {
            var catalog = await types.Get(caller.AccountId);
            return bodies.Select(body => PostActivity.OnLeadOf(caller, definitions, catalog, searchBy, body));
        },
        claim,
        cancellation);
}
