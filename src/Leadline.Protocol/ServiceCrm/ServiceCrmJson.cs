using System.Text.Json.Serialization;

namespace Leadline.Protocol.ServiceCrm;

/// <summary>The JSON of LeadSquared's Service CRM API (extended §5).</summary>
[JsonSerializable(typeof(ConversationsResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(IReadOnlyList<LookupValueResponse>))]
[JsonSerializable(typeof(InternalNoteResponse))]
[JsonSerializable(typeof(PortalActivityResponse))]
[JsonSerializable(typeof(TicketFieldsResponse))]
[JsonSerializable(typeof(TicketResponse))]
[JsonSerializable(typeof(TicketSavedResponse))]
[JsonSerializable(typeof(TrashResponse))]
public sealed partial class ServiceCrmJson : JsonSerializerContext;
