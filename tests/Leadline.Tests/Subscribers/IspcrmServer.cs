using Leadline.Tests.Support;

namespace Leadline.Tests.Subscribers;

/// <summary>A server that is called as ISPCRM's clients call, with a bearer token. The LeadSquared keys that go along must not count.</summary>
public sealed class IspcrmServer : TestServer
{
    public const string CreateLead = "/api/v1/subscriber/CreateLead";

    public Task<Answer> Create(string body) => Call(HttpMethod.Post, CreateLead, Credentials.IspcrmToken, body);

    public Task<Answer> Call(
        HttpMethod method, string path, string? token, string? body = null, params (string Name, string Value)[] headers) =>
        Send(method, path, body, token is null ? headers : [.. headers, ("Authorization", $"Bearer {token}")]);

    public static string Lead(string name, string email, string phone) =>
        $$"""{"name":"{{name}}","email":"{{email}}","phone":"{{phone}}"}""";

    public static long NumberOf(Answer answer) => answer.Json.GetProperty("data").GetProperty("lead_id").GetInt64();
}
