using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Users;

/// <summary>Calls about users, as the account's administrator and as others.</summary>
internal sealed class UserCalls(TestServer server)
{
    public const string Users = "/v2/UserManagement.svc/";
    public const string Own = "/leadline/v1/";

    public AccountOperations Accounts => server.Services.GetRequiredService<AccountOperations>();

    public int AccountId => int.Parse(server.Credentials.OrgId);

    /// <summary>Makes a user by the wire; the answer is the id.</summary>
    public async Task<string> Create(string email, string role = "Sales_User", string more = "") => (await server.Post(
        $"{Users}User/Create",
        $$"""{"FirstName":"Asha","LastName":"Rao","EmailAddress":"{{email}}","Role":"{{role}}"{{more}}}""")).Id;

    public Task<Answer> Update(string id, string user) =>
        server.Post($"{Users}User/Update?UserId={id}", $$"""{"user":{{user}}}""");

    public async Task<JsonElement> Details(string id) =>
        (await server.Get($"{Users}User/Retrieve/ByUserId?UserId={id}")).Json[0];

    /// <summary>A call with the keys of another user.</summary>
    public async Task<Answer> As((string AccessKey, string Secret) keys, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(JsonDocument.Parse(body).RootElement);
        request.Headers.Add("x-LSQ-AccessKey", keys.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", keys.Secret);
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A call with a bearer token.</summary>
    public async Task<Answer> Bearer(string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
