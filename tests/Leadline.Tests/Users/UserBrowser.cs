using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Surfaces;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

/// <summary>Keeps the cookie and the token, as a page of the application does.</summary>
internal sealed class UserBrowser(Uri url) : IDisposable
{
    private readonly HttpClient client = new(new HttpClientHandler { UseCookies = false })
    {
        BaseAddress = url,
        Timeout = Patience.Limit,
    };

    public string Cookie { get; set; } = "";

    public string CsrfToken { get; set; } = "";

    public string SetCookie { get; private set; } = "";

    public string? FetchSite { get; init; }

    /// <summary>The host that requests name; null for the one that they go to.</summary>
    public string? Host { get; init; }

    public string Agent { get; init; } = "Desk/1.0";

    private string kept = "";

    public async Task<Answer> SignIn(string email, string password)
    {
        (Cookie, CsrfToken) = ("", "");
        return await Enter("session", new { email, password });
    }

    /// <summary>A call that may be answered with a session.</summary>
    public async Task<Answer> Enter(string path, object body)
    {
        var answer = await Send(HttpMethod.Post, path, JsonSerializer.Serialize(body));
        if (answer.Status == HttpStatusCode.OK && answer.Json.TryGetProperty("csrfToken", out var token))
            CsrfToken = token.GetString()!;
        return answer;
    }

    public Task<Answer> Send(HttpMethod method, string path, object body) =>
        Send(method, path, JsonSerializer.Serialize(body));

    /// <summary>Brings the cookie of before signing out back.</summary>
    public void Restore(Answer signedIn)
    {
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        Cookie = kept;
    }

    public async Task<Answer> Send(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "/leadline/v1/" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (Cookie.Length > 0)
            request.Headers.Add("Cookie", $"{SessionCookie.Name}={Cookie}");
        if (CsrfToken.Length > 0)
            request.Headers.Add(SessionCookie.CsrfHeader, CsrfToken);
        if (FetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", FetchSite);
        request.Headers.Host = Host;
        request.Headers.UserAgent.ParseAdd(Agent);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            SetCookie = cookies.Single();
            kept = Cookie.Length > 0 ? Cookie : kept;
            Cookie = SetCookie.Split(';')[0].Split('=')[1];
        }

        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => client.Dispose();
}
