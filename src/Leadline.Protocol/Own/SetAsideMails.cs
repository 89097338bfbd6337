using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>Mails that made no ticket.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Mails">Up to 200 of them, the latest first.</param>
public sealed record SetAsideMailsResponse(long Total, IReadOnlyList<SetAsideMailResponse> Mails);

/// <summary>A mail that made no ticket.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">bounce, absence, receipt, own, unreadable, tooLarge, refused or fault.</param>
/// <param name="Detail">Why the account takes no such ticket, where that is the reason.</param>
/// <param name="Sender">The address that it came from; empty where none can be read.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Size">Its size in bytes, as it is kept.</param>
/// <param name="ReceivedOn">When it was taken in.</param>
public sealed record SetAsideMailResponse(
    Guid Id,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    string Sender,
    string Subject,
    int Size,
    DateTime ReceivedOn);

/// <summary>Makes a ticket of a mail: <c>POST /leadline/v1/set-aside-mails/{id}/ticket</c>.</summary>
public sealed record TakeUpMailRequest
{
    /// <summary>Whose mail it is; mandatory where the mail names no sender that can be read.</summary>
    [JsonPropertyName("emailAddress")]
    public string? EmailAddress { get; init; }

    /// <summary>The number of the ticket that it is added to; without, it makes a new one.</summary>
    [JsonPropertyName("ticket")]
    public long? Ticket { get; init; }
}
