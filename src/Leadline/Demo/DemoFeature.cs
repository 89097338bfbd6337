namespace Leadline.Demo;

/// <summary>An account to look around in: invented people with a history, for who tries the application.</summary>
internal static class DemoFeature
{
    public static void AddDemo(this IServiceCollection services) => services.AddSingleton<DemoAccount>();
}
