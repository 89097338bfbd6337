using System.Net;
using System.Text.RegularExpressions;

namespace Leadline.Tests.Portals;

/// <summary>A browser as far as cookies and forms go.</summary>
internal sealed partial class Visitor
{
    private readonly HttpClient client;
    private readonly Uri url;

    public Visitor(Uri url)
    {
        this.url = url;
        client = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = url };
    }

    public CookieContainer Cookies { get; } = new();

    public string FormToken { get; set; } = "";

    public string Cookie(string name) => Cookies.GetAllCookies().Last(cookie => cookie.Name == name).Value;

    /// <summary>A visitor who is registered and signed in.</summary>
    public static async Task<Visitor> SignedIn(PortalServer server, string email, string root)
    {
        await server.NewUser(email);
        var visitor = new Visitor(server.Url);
        await visitor.Get($"{root}/sign-in");
        await visitor.Post($"{root}/sign-in", ("email", email), ("password", PortalServer.Password));
        return visitor;
    }

    public async Task<string> Get(string path)
    {
        var html = await client.GetStringAsync(new Uri(url, path));
        FormToken = Token().Match(html).Groups[1].Value;
        return html;
    }

    /// <summary>A page without the tokens in its forms, which are never the same.</summary>
    public static string WithoutTokens(string html) => Token().Replace(html, "");

    /// <summary>Whatever the answer is.</summary>
    public Task<HttpResponseMessage> Fetch(string path) => client.GetAsync(new Uri(url, path));

    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) => Post(path, fields, ("Accept", "text/html"));

    public async Task<HttpResponseMessage> Post(string path, (string Name, string Value)[] fields, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", FormToken)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await client.SendAsync(request);
    }

    /// <summary>A form with files.</summary>
    public async Task<HttpResponseMessage> PostFiles(string path, (string Name, string Value)[] fields, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("__RequestVerificationToken", FormToken)))
            form.Add(new StringContent(value), name);
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), "files", name);
        return await client.PostAsync(new Uri(url, path), form);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
