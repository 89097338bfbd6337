namespace Leadline.Setup;

/// <summary>Makes accounts: the first one, and those that an operator asks for.</summary>
internal static class SetupFeature
{
    public static void AddSetup(this IServiceCollection services) => services.AddSingleton<NewAccounts>();
}
