using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Leadline.Portals.Hosted;

/// <summary>
/// What a form's token says beyond that this browser was shown it: at which portal, in which session, and when. A form
/// that was shown before signing in is void after it, and every form is after a day.
/// </summary>
internal sealed class FormTokens(TimeProvider clock) : IAntiforgeryAdditionalDataProvider
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    public static void Add(IServiceCollection services)
    {
        services.AddAntiforgery(options => options.Cookie = PortalCookies.OfForms);
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, FormTokens>();

        // The keys guard nothing but these tokens and what browsers carry to a provider and back when users sign in, so
        // they lie in the database as they are: of that ASP.NET would warn.
        // It would also log each form that is refused, and let anybody fill the log.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
        services.AddDataProtection().SetApplicationName("leadline");
        services.AddSingleton<DataProtectionKeys>();
        services.AddOptions<KeyManagementOptions>()
            .Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
    }

    public string GetAdditionalData(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"{Place(context)} {clock.GetUtcNow().ToUnixTimeSeconds()}");

    public bool ValidateAdditionalData(HttpContext context, string additionalData) =>
        additionalData.Split(' ') is [var place, var made] && place == Place(context)
        && long.TryParse(made, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) < Life;

    private static string Place(HttpContext context)
    {
        var at = context.Features.GetRequiredFeature<PageRequest>();
        return $"{at.Portal.Id}/{at.Session?.Id}";
    }
}
