using System.Net;
using System.Text.Json;
using Leadline.Profiles;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Profiles;

/// <summary>A user's own profile and keys.</summary>
public sealed class ProfileTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Own = "/leadline/v1/";

    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task Choices_are_kept_and_told_with_their_version()
    {
        var (keys, _) = await User("choices@profile.example");
        var first = (await calls.As(keys, HttpMethod.Get, $"{Own}profile")).Json;

        var changed = await calls.As(keys, HttpMethod.Patch, $"{Own}profile", """
            {"firstName":"Meera","lastName":"Nair","language":"hi","timeZone":"Europe/Berlin","theme":"dark","letters":false,
             "afterSend":"next","holdSeconds":10,"notifications":{"reply":{"bell":false,"sound":true}}}
            """);

        Assert.Equal(
            $"0 {calls.AccountId} system normal True stay 5",
            Text(first, "version", "accountId", "theme", "density", "letters", "afterSend", "holdSeconds"));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(
            "1 Meera Nair hi Europe/Berlin dark False next 10",
            Text(changed.Json, "version", "firstName", "lastName", "language", "timeZone", "theme", "letters", "afterSend", "holdSeconds"));
        Assert.False(changed.Json.GetProperty("notifications").GetProperty("reply").GetProperty("bell").GetBoolean());
        Assert.True(changed.Json.GetProperty("notifications").GetProperty("sla").GetProperty("bell").GetBoolean());
        Assert.Equal(changed.Body, (await calls.As(keys, HttpMethod.Get, $"{Own}profile")).Body);
        Assert.Equal("Meera", (await calls.As(keys, HttpMethod.Get, $"{Own}session")).Json.GetProperty("firstName").GetString());
        var back = await calls.As(keys, HttpMethod.Patch, $"{Own}profile", """{"language":"","timeZone":""}""");
        Assert.Equal(JsonValueKind.Null, back.Json.GetProperty("language").ValueKind);
        Assert.Equal(first.GetProperty("timeZone").GetString(), back.Json.GetProperty("timeZone").GetString());
    }

    [Theory]
    [InlineData("""{"theme":"pink"}""", "theme")]
    [InlineData("""{"density":"dense"}""", "density")]
    [InlineData("""{"timeZone":"Mars/Base"}""", "timeZone")]
    [InlineData("""{"afterSend":"leave"}""", "afterSend")]
    [InlineData("""{"holdSeconds":31}""", "holdSeconds")]
    [InlineData("""{"volume":-1}""", "volume")]
    [InlineData("""{"language":"en us"}""", "language")]
    [InlineData("""{"notifications":{"weather":{"bell":true}}}""", "notifications")]
    public async Task What_is_no_choice_is_refused_by_its_field(string body, string field)
    {
        var refused = await server.Send(HttpMethod.Patch, $"{Own}profile", body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains($"\"{field}\"", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_windows_are_told_apart()
    {
        var version = (await server.Get($"{Own}profile")).Json.GetProperty("version").GetInt32();

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(window =>
            server.Send(HttpMethod.Patch, $"{Own}profile", $$"""{"volume":{{window}}}""", ("If-Match", $"\"{version}\""))));

        Assert.Single(both, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(3, both.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task A_key_is_made_used_listed_and_revoked()
    {
        var (keys, id) = await User("keys@profile.example");

        var made = await calls.As(keys, HttpMethod.Post, $"{Own}keys", """{"name":"Website"}""");
        Assert.Equal(HttpStatusCode.OK, made.Status);
        var fresh = (made.Json.GetProperty("accessKey").GetString()!, made.Json.GetProperty("secretKey").GetString()!);
        Assert.Equal(id, (await calls.As(fresh, HttpMethod.Get, $"{Own}session")).Json.GetProperty("userId").GetString());
        await server.Services.GetRequiredService<KeyUseWorker>().Pass();

        var listed = await calls.As(keys, HttpMethod.Get, $"{Own}keys");
        Assert.DoesNotContain(fresh.Item2, listed.Body, StringComparison.Ordinal);
        var key = listed.Json.GetProperty("keys").EnumerateArray().Single(one => Text(one, "name") == "Website");
        Assert.Equal($"{fresh.Item1} access {fresh.Item1[..12]}", Text(key, "id", "kind", "start"));
        Assert.Equal(JsonValueKind.String, key.GetProperty("lastUsedOn").ValueKind);

        Assert.Equal(HttpStatusCode.OK, (await calls.As(keys, HttpMethod.Delete, $"{Own}keys/{Uri.EscapeDataString(fresh.Item1)}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await calls.As(fresh, HttpMethod.Get, $"{Own}session")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await calls.As(keys, HttpMethod.Delete, $"{Own}keys/{Uri.EscapeDataString(fresh.Item1)}")).Status);
    }

    [Fact]
    public async Task Others_keys_are_for_administrators()
    {
        var (keys, _) = await User("mine@profile.example");
        var (others, _) = await User("theirs@profile.example");
        var made = await calls.As(others, HttpMethod.Post, $"{Own}keys", """{"name":"Theirs","kind":"bearer","expiresOn":"2099-01-01T00:00:00Z"}""");
        var id = Uri.EscapeDataString(made.Json.GetProperty("key").GetProperty("id").GetString()!);

        Assert.Equal(HttpStatusCode.Forbidden, (await calls.As(keys, HttpMethod.Get, $"{Own}keys?user=all")).Status);
        Assert.DoesNotContain("Theirs", (await calls.As(keys, HttpMethod.Get, $"{Own}keys")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await calls.As(keys, HttpMethod.Delete, $"{Own}keys/{id}")).Status);
        Assert.Contains("Theirs", (await server.Get($"{Own}keys?user=all")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Own}keys/{id}", body: null)).Status);
        Assert.DoesNotContain("Theirs", (await server.Get($"{Own}keys?user=all")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"a","kind":"master"}""", "kind")]
    [InlineData("""{"name":"a","expiresOn":"2020-01-01T00:00:00Z"}""", "expiresOn")]
    public async Task What_is_no_key_is_refused_by_its_field(string body, string field)
    {
        var refused = await server.Send(HttpMethod.Post, $"{Own}keys", body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains($"\"{field}\"", refused.Body, StringComparison.Ordinal);
    }

    private static string Text(JsonElement json, params string[] names) =>
        string.Join(' ', names.Select(name => json.GetProperty(name).ToString()));

    private async Task<((string AccessKey, string Secret) Keys, string Id)> User(string email)
    {
        var id = await calls.Create(email);
        return (await calls.Accounts.CreateAccessKey(calls.AccountId, Guid.Parse(id)), id);
    }
}
