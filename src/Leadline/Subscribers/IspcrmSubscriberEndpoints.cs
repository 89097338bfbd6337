using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.Surfaces;

namespace Leadline.Subscribers;

/// <summary>Leads and subscribers as ISPCRM's <c>/api/v1/subscriber</c> does (extended §7.2, §7.4).</summary>
internal sealed class IspcrmSubscriberEndpoints(SubscriberOperations subscribers)
{
    private static readonly Failure BadNumber = new(ErrorCode.InvalidInput, "The id is not a number.");

    public async Task<CommandAnswer> CreateLead(Call call)
    {
        var body = IspcrmBody.Read<CreateLeadBody>(call.Body.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        return await call.Run<SubscriberNumber>(
            claim => subscribers.CreateLead(call.Caller, body.Value, claim, call.Cancelled),
            created => call.Answer(
                new CreatedLeadResponse(
                    Success: true, "Lead created successfully", new CreatedLead(created.Number, created.Status)),
                IspcrmJson.Default.CreatedLeadResponse));
    }

    /// <summary>The token's user, or the lead of <c>lead_id</c> or <c>id</c>.</summary>
    public async Task<Failure?> GetCustomerDetails(Call call)
    {
        var number = call.Query("lead_id") ?? call.Query("id");
        if (number is null)
            return call.Answer(Response(await subscribers.Self(call.Caller)), IspcrmJson.Default.SubscriberResponse);
        if (!long.TryParse(number, out var leadNumber))
            return BadNumber;
        var found = await subscribers.FindLead(call.Caller, leadNumber);
        return call.Answer(found, Response, IspcrmJson.Default.SubscriberResponse);
    }

    /// <summary>
    /// An operation on records that Leadline keeps none of: the documented answer when there are none.
    /// </summary>
    public static ApiHandler NoneKept(string message)
    {
        var answer = Task.FromResult<Failure?>(new Failure(ErrorCode.UnknownRecord, message));
        return _ => answer;
    }

    private static SubscriberResponse Response(Subscriber subscriber) => new(
        Success: true,
        new SubscriberDetails(
            subscriber.Number,
            subscriber.CustomerId,
            subscriber.Username,
            subscriber.FirstName,
            subscriber.LastName,
            subscriber.Email,
            subscriber.Phone,
            subscriber.Status));
}
