using System.Text.Json.Serialization;

namespace Leadline.Protocol.Ispcrm;

/// <summary>The JSON of the ISPCRM API (extended §7).</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreatedLeadResponse))]
[JsonSerializable(typeof(CreatedTicketResponse))]
[JsonSerializable(typeof(CustomerTicketsResponse))]
[JsonSerializable(typeof(LoginRefusedResponse))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(PlansResponse))]
[JsonSerializable(typeof(ResultResponse))]
[JsonSerializable(typeof(SubjectsResponse))]
[JsonSerializable(typeof(SubscriberResponse))]
public sealed partial class IspcrmJson : JsonSerializerContext;

/// <summary>A call was done, or why it was refused (extended §7.2, §7.3).</summary>
/// <param name="Success">Whether it was done.</param>
/// <param name="Message">The explanation.</param>
public sealed record ResultResponse(bool Success, string Message);

/// <summary>A lead was created (extended §7.2).</summary>
/// <param name="Success">True.</param>
/// <param name="Message">Lead created successfully.</param>
/// <param name="Data">The lead.</param>
public sealed record CreatedLeadResponse(bool Success, string? Message, CreatedLead? Data);

/// <summary>A lead that was created (extended §7.2).</summary>
/// <param name="LeadId">Number of the lead in its account, from 101.</param>
/// <param name="Status">The lead's first status, New.</param>
public sealed record CreatedLead([property: JsonPropertyName("lead_id")] long LeadId, string Status);

/// <summary>A session has begun (extended §7.3).</summary>
/// <param name="Message">Login successful.</param>
/// <param name="Token">The bearer token, valid for 12 hours.</param>
/// <param name="Subscriber">The user.</param>
public sealed record LoginResponse(string Message, string Token, SessionSubscriber Subscriber);

/// <summary>The user name or the password is wrong (extended §7.3).</summary>
/// <param name="Message">Invalid credentials.</param>
public sealed record LoginRefusedResponse(string Message);

/// <summary>The user of a session (extended §7.3).</summary>
/// <param name="Id">The user's number.</param>
/// <param name="CustomerId">The user's id.</param>
/// <param name="Username">The user's e-mail address.</param>
/// <param name="Firstname">The user's first name.</param>
/// <param name="Lastname">The user's last name.</param>
public sealed record SessionSubscriber(
    long Id, string CustomerId, string? Username, string? Firstname, string? Lastname);

/// <summary>A user or a lead (extended §7.4).</summary>
/// <param name="Success">True.</param>
/// <param name="Data">Who it is.</param>
public sealed record SubscriberResponse(bool Success, SubscriberDetails Data);

/// <summary>Who a user or a lead is (extended §7.4).</summary>
/// <param name="Id">The number.</param>
/// <param name="CustomerId">The id.</param>
/// <param name="Username">The e-mail address.</param>
/// <param name="Firstname">The first name.</param>
/// <param name="Lastname">The last name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="Status">Active, or the lead's stage.</param>
public sealed record SubscriberDetails(
    long Id,
    string CustomerId,
    string? Username,
    string? Firstname,
    string? Lastname,
    string? Email,
    string? Phone,
    string? Status);
