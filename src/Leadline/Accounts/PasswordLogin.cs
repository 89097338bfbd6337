namespace Leadline.Accounts;

/// <summary>Finds the user behind an e-mail address and a password where no account is named.</summary>
internal sealed class PasswordLogin(AccountStore store, AccountOperations accounts)
{
    // Checked in place of a user who does not exist, so that the time of a refusal does not tell which addresses do.
    private static readonly User Nobody = WithPassword(
        new User(Guid.Empty, "", "", "", Roles.All[^1], IsActive: false, PasswordHash: null), Secrets.NewPassword());

    /// <summary>
    /// The active user of this address whose password it is; of several accounts' users, the first account's. Null for
    /// any other case.
    /// </summary>
    public async Task<Caller?> Find(string email, string password)
    {
        var isAnyone = false;
        foreach (var (accountId, userId) in await store.UsersByEmail(email))
        {
            var account = await accounts.Find(accountId);
            if (account?.Users.GetValueOrDefault(userId) is not { IsActive: true, PasswordHash: not null } user)
                continue;
            isAnyone = true;
            if (AccountOperations.PasswordMatches(user, password))
                return await accounts.CallerOf(account, user);
        }

        if (!isAnyone)
            AccountOperations.PasswordMatches(Nobody, password);
        return null;
    }

    /// <summary>
    /// The account's active user of this address whose password it is. Null for any other case, which takes as long.
    /// </summary>
    public static Caller? Find(Account account, string email, string password)
    {
        var user = account.FindUser(email) is { IsActive: true, PasswordHash: not null } known ? known : null;
        var matches = AccountOperations.PasswordMatches(user ?? Nobody, password);
        return user is not null && matches ? new Caller(account, user) : null;
    }

    private static User WithPassword(User user, string password) =>
        user with { PasswordHash = Passwords.Hash(password) };
}
