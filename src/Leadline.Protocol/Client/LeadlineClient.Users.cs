using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Users.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of the users who have not left.</summary>
    public Task<UsersResponse> Users(Guid? after = null, CancellationToken cancellation = default) =>
        Get<UsersResponse>("users" + (after is null ? "" : $"?after={after}"), cancellation);
}
