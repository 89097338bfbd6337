using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.Surfaces;

namespace Leadline.Subscribers;

/// <summary>Leads and subscribers as ISPCRM's <c>/api/v1/subscriber</c> does (extended §7.2, §7.4).</summary>
internal sealed class IspcrmSubscriberEndpoints(SubscriberOperations subscribers)
{
    private static readonly Failure BadNumber = new(ErrorCode.InvalidInput, "The id is not a number.");

    public async Task<Answer> CreateLead(Call call)
    {
        var body = IspcrmBody.Read<CreateLeadBody>(call.Body.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        return await call.Run<SubscriberNumber>(
            claim => subscribers.CreateLead(call.Caller, body.Value, claim, call.Cancelled),
            created => WriteCreated(call.Json, created));
    }

    private static void WriteCreated(Utf8JsonWriter json, SubscriberNumber created)
    {
        json.WriteStartObject();
        json.WriteBoolean("success"u8, true);
        json.WriteString("message"u8, "Lead created successfully"u8);
        json.WriteStartObject("data"u8);
        json.WriteNumber("lead_id"u8, created.Number);
        json.WriteString("status"u8, created.Status);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The token's user, or the lead of <c>lead_id</c> or <c>id</c>.</summary>
    public async Task<Failure?> GetCustomerDetails(Call call)
    {
        var number = call.Query("lead_id") ?? call.Query("id");
        if (number is null)
        {
            Write(call.Json, await subscribers.Self(call.Caller));
            return null;
        }

        if (!long.TryParse(number, out var leadNumber))
            return BadNumber;
        var found = await subscribers.FindLead(call.Caller, leadNumber);
        if (found.Failure is { } failure)
            return failure;
        Write(call.Json, found.Value);
        return null;
    }

    /// <summary>An operation on records that Leadline keeps none of: the documented answer when there are none.</summary>
    public static Surfaces.Endpoint NoneKept(string message)
    {
        var answer = Task.FromResult<Failure?>(new Failure(ErrorCode.UnknownRecord, message));
        return _ => answer;
    }

    private static void Write(Utf8JsonWriter json, Subscriber subscriber)
    {
        json.WriteStartObject();
        json.WriteBoolean("success"u8, true);
        json.WriteStartObject("data"u8);
        json.WriteNumber("id"u8, subscriber.Number);
        json.WriteString("customer_id"u8, subscriber.CustomerId);
        json.WriteString("username"u8, subscriber.Username);
        json.WriteString("firstname"u8, subscriber.FirstName);
        json.WriteString("lastname"u8, subscriber.LastName);
        json.WriteString("email"u8, subscriber.Email);
        json.WriteString("phone"u8, subscriber.Phone);
        json.WriteString("status"u8, subscriber.Status);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
