using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Intake;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>Calls of the Async API as an integration makes them.</summary>
public sealed class AsyncCalls(TestServer server)
{
    public int AccountId => int.Parse(server.Credentials.OrgId);

    public async Task<Guid> Submit(string path, string body)
    {
        var answer = await Send(path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(
            "Request accepted. Please use below request id to check the status", answer.Json.GetProperty("Status").GetString());
        Assert.Equal(2, answer.Json.EnumerateObject().Count());
        return answer.Json.GetProperty("RequestID").GetGuid();
    }

    /// <summary>A capture whose body may be anything, as a server took it in that did not read what it took in.</summary>
    public async Task<Guid> Unread(byte[] body)
    {
        var account = (await server.Services.GetRequiredService<AccountOperations>().Find(AccountId))!;
        var taken = await server.Services.GetRequiredService<IntakeOperations>().Accept(
            new Caller(account, account.FindUser(server.Credentials.AdminEmail)!),
            IntakeCall.LeadCapture,
            target: null,
            body,
            claim: null,
            TestContext.Current.CancellationToken);
        return taken.Value.ToGuid();
    }

    /// <summary>A submit whose body may be anything.</summary>
    public async Task<Answer> SendBytes(string path, byte[] body, string? contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : new(contentType);
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        request.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<Answer> Send(string path, string body, params (string Name, string Value)[] more) =>
        server.Send(HttpMethod.Post, path, body, [("x-api-key", server.Credentials.AsyncApiKey), .. more]);

    /// <summary>A look with the API key alone.</summary>
    public async Task<Answer> Look(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The status of a request once it is final.</summary>
    public Task<JsonElement> Final(Guid id, string path = "lead") =>
        Eventually.Seen(() => Now(id, path), task => task.GetProperty("Status").GetString() != "In-Queue");

    public async Task<JsonElement> Now(Guid id, string path = "lead")
    {
        var answer = await Look($"/{path}/status?RequestID={id}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("TaskStatus");
    }

    /// <summary>The end of a request that must succeed: the answer of the synchronous call.</summary>
    public async Task<JsonElement> Answer(Guid id)
    {
        var task = await Final(id);
        Assert.True(task.GetProperty("Status").GetString() == "Success", task.ToString());
        return JsonDocument.Parse(task.GetProperty("Message").GetString()!).RootElement;
    }

    public async Task<T> One<T>(string sql, object parameters)
    {
        await using var connection = await server.Database.Open(AccountId);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task Execute(string sql, object? parameters = null)
    {
        await using var connection = await server.Database.Open(AccountId);
        await connection.ExecuteAsync(sql, parameters);
    }

    public Task<Answer> Own(HttpMethod method, string path) => server.Send(method, $"/leadline/v1/{path}", body: null);

    public Task<Answer> Pause() => Own(HttpMethod.Post, "intake/pause");

    public Task<Answer> Resume() => Own(HttpMethod.Post, "intake/resume");

    public static string Lead(string email, params (string Attribute, string Value)[] more) =>
        JsonSerializer.Serialize(more.Prepend(("EmailAddress", email)).Select(field => new { Attribute = field.Item1, Value = field.Item2 }));
}
