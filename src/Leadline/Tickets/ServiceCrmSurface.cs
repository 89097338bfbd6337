using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Surfaces;

namespace Leadline.Tickets;

/// <summary>
/// The Service CRM API: keys in headers of its own spelling, the account in the path, and a switch that the account has
/// to turn on (extended §5.1). It stands here because its admission is the desk's.
/// </summary>
internal sealed class ServiceCrmSurface(
    IEndpointRouteBuilder routes, AccountOperations accounts, DeskOperations desks, SurfaceGate gate)
{
    private static readonly Failure NotEnabled = new(
        ErrorCode.InvalidCredentials, "LeadSquared Service CRM APIs are not enabled for the account.");

    public IEndpointConventionBuilder Get(string path, ApiHandler endpoint) =>
        routes.MapGet($"/api/tenants/{{orgId}}/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Post(string path, ApiHandler endpoint) =>
        routes.MapPost($"/api/tenants/{{orgId}}/{path}", http => Run(http, endpoint));

    /// <inheritdoc cref="CommandEndpoint"/>
    public IEndpointConventionBuilder Post(string path, CommandEndpoint endpoint) =>
        routes.MapPost($"/api/tenants/{{orgId}}/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Put(string path, ApiHandler endpoint) =>
        routes.MapPut($"/api/tenants/{{orgId}}/{path}", http => Run(http, endpoint));

    private async Task Run(HttpContext http, Delegate endpoint) =>
        await gate.Run(http, Surface.ServiceCrm, await Admit(http), CallQuota.Calls, endpoint);

    // Another account's number reads like wrong keys: nothing is said of whether there is such an account.
    private async ValueTask<Result<Caller>> Admit(HttpContext http)
    {
        var headers = http.Request.Headers;
        var caller = await accounts.Authenticate(
            headers["X-LSQ-ACCESS-KEY"], headers["X-LSQ-SECRET-KEY"], KeyKind.Access);
        if (caller.Failure is not null)
            return caller;
        var accountId = caller.Value.AccountId;
        if ((string?)http.GetRouteValue("orgId") != accountId.ToString())
            return Untold(AccountOperations.Refused, "The path names another account than that of the keys.");
        var address = http.Connection.RemoteIpAddress;
        var desk = await desks.Get(accountId);
        if (!(desk.ApiEnabled && desk.Addresses.Allows(address)) && await accounts.HasChanged(accountId, desk.Version))
            desk = await desks.Get(accountId);
        if (!desk.ApiEnabled)
            return Untold(NotEnabled, "They are switched off in API Configurations.");
        return desk.Addresses.Allows(address)
            ? caller
            : Untold(SurfaceGate.WrongAddress, "API Configurations list others.");

        Failure Untold(Failure refusal, string reason) =>
            refusal with { Untold = new UntoldReason(reason, accountId) };
    }
}
