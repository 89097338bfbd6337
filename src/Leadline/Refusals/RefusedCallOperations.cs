using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Refusals;

/// <summary>Who may see the refused calls of an account.</summary>
internal sealed class RefusedCallOperations(RefusedCallStore store)
{
    /// <summary>Those before <paramref name="before"/>, the newest first; null begins with the last.</summary>
    public async Task<Result<IReadOnlyList<RefusedCall>>> List(Caller caller, Guid? before, int most) =>
        caller.RefuseUnlessAdministrator("see refused calls") is { } refusal
            ? refusal
            : Result<IReadOnlyList<RefusedCall>>.Success(await store.List(caller.AccountId, before, most));
}
