using Leadline.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class ConfigurationTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void No_folder_is_watched_for_settings()
    {
        var configuration = (IConfigurationRoot)server.Services.GetRequiredService<IConfiguration>();
        Assert.DoesNotContain(configuration.Providers, provider => provider is FileConfigurationProvider { Source.ReloadOnChange: true });
    }
}
