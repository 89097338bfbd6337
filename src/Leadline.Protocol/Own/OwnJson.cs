using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>The JSON of Leadline's own API: members in camel case, in the order of the records.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ActivityTypeResponse))]
[JsonSerializable(typeof(ActivityTypesResponse))]
[JsonSerializable(typeof(ConversationsResponse))]
[JsonSerializable(typeof(DoneResponse))]
[JsonSerializable(typeof(FieldResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(IntakeFailuresResponse))]
[JsonSerializable(typeof(IntakePausedResponse))]
[JsonSerializable(typeof(IntakeReplayedResponse))]
[JsonSerializable(typeof(IntakeRequestDetailResponse))]
[JsonSerializable(typeof(IntakeResponse))]
[JsonSerializable(typeof(LeadFieldsResponse))]
[JsonSerializable(typeof(LeadImportResponse))]
[JsonSerializable(typeof(LeadImportsResponse))]
[JsonSerializable(typeof(MailboxesResponse))]
[JsonSerializable(typeof(MailboxRequest))]
[JsonSerializable(typeof(MailboxResponse))]
[JsonSerializable(typeof(MailboxTestResponse))]
[JsonSerializable(typeof(OpportunityTypeResponse))]
[JsonSerializable(typeof(OpportunityTypesResponse))]
[JsonSerializable(typeof(PortalRequest))]
[JsonSerializable(typeof(PortalResponse))]
[JsonSerializable(typeof(PortalsResponse))]
[JsonSerializable(typeof(PortalTokenResponse))]
[JsonSerializable(typeof(PortalTokensResponse))]
[JsonSerializable(typeof(RefusedCallsResponse))]
[JsonSerializable(typeof(RefusedRowsResponse))]
[JsonSerializable(typeof(SaidResponse))]
[JsonSerializable(typeof(ServiceDeskResponse))]
[JsonSerializable(typeof(SetAsideMailsResponse))]
[JsonSerializable(typeof(TakeUpMailRequest))]
[JsonSerializable(typeof(ServiceRoleResponse))]
[JsonSerializable(typeof(ServiceRolesResponse))]
[JsonSerializable(typeof(BusinessHoursListResponse))]
[JsonSerializable(typeof(BusinessHoursResponse))]
[JsonSerializable(typeof(SlaPoliciesResponse))]
[JsonSerializable(typeof(SlaPolicyResponse))]
[JsonSerializable(typeof(TicketFieldsResponse))]
[JsonSerializable(typeof(TicketFilesResponse))]
[JsonSerializable(typeof(TicketGroupResponse))]
[JsonSerializable(typeof(TicketGroupsResponse))]
[JsonSerializable(typeof(TicketHistoryResponse))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ValueChangeResponse>))]
[JsonSerializable(typeof(TicketPageResponse))]
[JsonSerializable(typeof(TicketResponse))]
public sealed partial class OwnJson : JsonSerializerContext;

/// <summary>Done; there is nothing to say of it.</summary>
public sealed record DoneResponse;

/// <summary>How the server is.</summary>
/// <param name="Status">live, ready or unready.</param>
/// <param name="Reason">diskFull: reads go on, writes are refused; absent otherwise.</param>
public sealed record HealthResponse(
    string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);
