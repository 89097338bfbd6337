using Leadline.Platform;

namespace Leadline.Accounts;

/// <summary>Tells this node's caches that an account has changed, here or on another node.</summary>
internal sealed class AccountChanges
{
    public AccountChanges(Wakes wakes) => wakes.Woken += (channel, accountId, _) =>
    {
        if (channel == Wake.Account)
            Changed?.Invoke(accountId);
    };

    /// <summary>Raised with the account's id, or with null when any may have changed.</summary>
    public event Action<int?>? Changed;

    /// <summary>Makes a change of this node visible to its next call, before the notification comes round.</summary>
    public void Announce(int accountId) => Changed?.Invoke(accountId);
}
