using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>A server with its limits on.</summary>
public sealed class LimitedServer : TestServer
{
    internal override ServerOptions Options => base.Options with { RateLimitOff = false };
}

/// <summary>Asking for links is throttled, whether the address is a user's or not.</summary>
public sealed class ResetThrottleTests(LimitedServer server) : IClassFixture<LimitedServer>
{
    [Fact]
    public async Task Twenty_questions_are_taken_of_an_address_in_a_minute()
    {
        using var browser = new UserBrowser(server.Url);

        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(n =>
            browser.Send(HttpMethod.Post, "password-resets", new { email = $"n{n}@nobody.example" })));

        Assert.Equal(20, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
    }
}
