using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Telephony;

/// <summary>What telephone systems tell: calls that ring, and calls that have ended.</summary>
internal static class TelephonyFeature
{
    public static void AddTelephony(this IServiceCollection services)
    {
        services.AddSingleton<CallPopupStore>();
        services.AddSingleton<CallPopupOperations>();
        services.AddSingleton<LeadSquaredCallLogEndpoints>();
        services.AddSingleton(CallPopupStore.DeletedWithLead);
        services.AddSingleton(CallPopupStore.MovedWithLead);
    }

    public static void MapTelephony(this SurfaceRoutes routes)
    {
        var (v2, telephony) = (routes.LeadSquared, routes.Create<LeadSquaredTelephonyEndpoints>());
        v2.Post("Telephony.svc/LogCall", routes.Create<LeadSquaredCallLogEndpoints>().Log)
            .Describe("Logs a phone call", typeof(CallLogBody))
            .Answers<SuccessResponse<ActivityMessage>>();
        v2.Post("Telephony.svc/ShowAgentPopup", telephony.ShowAgentPopup)
            .Describe("Shows an agent who calls", typeof(CallPopupBody))
            .Answers<SuccessResponse<CallPopupMessage>>();
        v2.Get("Telephony.svc/GetSingleSignOnKey", telephony.GetSingleSignOnKey)
            .Describe("A session of a user for his password", null, "userName", "password")
            .Answers<SuccessResponse<SingleSignOnMessage>>();
        routes.Leadline.Get("call-popups", routes.Create<CallPopupEndpoints>().List)
            .Describe("The calls that the caller is to be shown, the oldest first", null, "after", "limit")
            .Answers<CallPopupsResponse>();
    }
}
