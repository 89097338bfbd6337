using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// The JSON of the LeadSquared API v2, its Async API and its Portal API: members are named as the records are.
/// </summary>
[JsonSerializable(typeof(AccessKeyUserResponse))]
[JsonSerializable(typeof(ActivitiesOfLeadResponse))]
[JsonSerializable(typeof(ActivityDetailsResponse))]
[JsonSerializable(typeof(ActivitySettingResponse))]
[JsonSerializable(typeof(ActivityTypeResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(IReadOnlyList<ActivityTypeResponse>))]
[JsonSerializable(typeof(IReadOnlyList<LeadFieldMetadataResponse>))]
[JsonSerializable(typeof(IReadOnlyList<LeadOwnerResponse>))]
[JsonSerializable(typeof(IReadOnlyList<OpportunitiesOfTypeResponse>))]
[JsonSerializable(typeof(IReadOnlyList<OpportunityTypeResponse>))]
[JsonSerializable(typeof(IReadOnlyList<UserDetailsResponse>))]
[JsonSerializable(typeof(IReadOnlyList<UserResponse>))]
[JsonSerializable(typeof(LeadFieldMetadataResponse))]
[JsonSerializable(typeof(ListResponse))]
[JsonSerializable(typeof(OpportunityDetailsResponse))]
[JsonSerializable(typeof(OpportunityEnabledResponse))]
[JsonSerializable(typeof(OpportunityTypeMetadataResponse))]
[JsonSerializable(typeof(OptionsResponse))]
[JsonSerializable(typeof(PortalCodeResponse))]
[JsonSerializable(typeof(PortalRegisteredResponse))]
[JsonSerializable(typeof(PortalResultResponse))]
[JsonSerializable(typeof(PortalSessionResponse))]
[JsonSerializable(typeof(PublicTokenResponse))]
[JsonSerializable(typeof(RecentActivitiesResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(SuccessResponse<AffectedRowsMessage>))]
[JsonSerializable(typeof(SuccessResponse<IdMessage>))]
[JsonSerializable(typeof(SuccessResponse<string>))]
public sealed partial class LeadSquaredJson : JsonSerializerContext;
