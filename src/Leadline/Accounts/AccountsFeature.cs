namespace Leadline.Accounts;

/// <summary>Accounts with their users, keys, limits and counters.</summary>
internal static class AccountsFeature
{
    public static void AddAccounts(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new RateLimitDefaults(options.RateLimitOff));
        services.AddSingleton<RateLimits>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AccountChanges>();
        services.AddSingleton<KeyUses>();
        services.AddSingleton<AccountOperations>();
        services.AddSingleton<PasswordLogin>();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<UserSessions>();
        services.AddSingleton<UserSessionStore>();
        services.AddSingleton<CounterStore>();
    }
}
