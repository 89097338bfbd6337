using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>What a command changes holds for the running server's next call.</summary>
public sealed class AccountCommandTests(CommandServer server) : IClassFixture<CommandServer>
{
    [Fact]
    public async Task A_new_account_is_served_and_apart_from_the_first()
    {
        var made = await Create();
        using var caller = new Caller(server.Url, made.AccessKey, made.SecretKey);
        Assert.Equal(HttpStatusCode.OK, (await caller.Capture("same@example.com")).Status);
        using var first = new Caller(server.Url, server.Credentials.AccessKey, server.Credentials.SecretKey);
        Assert.Contains("\"IsCreated\":true", (await first.Capture("same@example.com")).Body, StringComparison.Ordinal);

        var (_, listed, _) = await LeadlineProcess.Run(server.On("account", "list"));
        Assert.Contains(made.OrgId, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(made.SecretKey, listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_rotated_without_a_gap_and_a_revoked_one_is_refused()
    {
        var made = await Create();
        using var old = new Caller(server.Url, made.AccessKey, made.SecretKey);
        var added = await LeadlineProcess.Json(server.On("key", "create", "--account", made.OrgId, "--user", "admin@example.com"));
        using var next = new Caller(server.Url, Text(added, "accessKey"), Text(added, "secretKey"));
        Assert.Equal(HttpStatusCode.OK, (await old.Capture("a@example.com")).Status);
        Assert.Equal(HttpStatusCode.OK, (await next.Capture("a@example.com")).Status);

        await LeadlineProcess.Json(server.On("key", "revoke", made.AccessKey));
        await Comes(old, "a@example.com", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, (await next.Capture("a@example.com")).Status);

        var keys = await LeadlineProcess.Json(server.On("key", "list", "--account", made.OrgId));
        Assert.DoesNotContain(keys.EnumerateArray(), key => Text(key, "key") == made.AccessKey);
        await StartFailureTests.Refused("There is no live key", server.On("key", "revoke", made.AccessKey));
    }

    [Fact]
    public async Task A_disabled_user_is_refused_until_enabled()
    {
        var made = await Create();
        using var caller = new Caller(server.Url, made.AccessKey, made.SecretKey);
        Assert.Equal(HttpStatusCode.OK, (await caller.Capture("b@example.com")).Status);
        await LeadlineProcess.Json(server.On("user", "disable", "admin@example.com", "--account", made.OrgId));
        await Comes(caller, "b@example.com", HttpStatusCode.Unauthorized);
        await LeadlineProcess.Json(server.On("user", "enable", "admin@example.com", "--account", made.OrgId));
        await Comes(caller, "b@example.com", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_in_the_service_desk_is_given_and_taken_back()
    {
        string[] account = ["--account", server.Credentials.OrgId];
        await LeadlineProcess.Json(server.On(["user", "create", "desk@example.com", .. account]));
        var given = await LeadlineProcess.Json(server.On(["user", "service-role", "desk@example.com", "light agent", .. account]));
        var taken = await LeadlineProcess.Json(server.On(["user", "service-role", "desk@example.com", "default", .. account]));

        Assert.Equal(("Light Agent", "Supervisor"), (Text(given, "serviceRole"), Text(taken, "serviceRole")));
        await StartFailureTests.Refused("The service role is one of", server.On(["user", "service-role", "desk@example.com", "King", .. account]));
    }

    [Fact]
    public async Task Call_limits_and_allowed_addresses_are_set_per_account()
    {
        var made = await Create();
        using var caller = new Caller(server.Url, made.AccessKey, made.SecretKey);
        var limited = await LeadlineProcess.Json(server.On("account", "limit", "--account", made.OrgId, "--calls", "2", "--bulk-calls", "off"));
        Assert.Equal(("2", "off"), (Text(limited, "callsPer5Seconds"), Text(limited, "bulkCallsPer5Seconds")));
        await Comes(caller, "c@example.com", HttpStatusCode.TooManyRequests);

        var open = await LeadlineProcess.Json(server.On("account", "limit", "--account", made.OrgId, "--calls", "off"));
        Assert.Equal(("off", "off"), (Text(open, "callsPer5Seconds"), Text(open, "bulkCallsPer5Seconds")));
        await LeadlineProcess.Json(server.On("account", "allow", "--account", made.OrgId, "192.0.2.0/24"));
        await Comes(caller, "c@example.com", HttpStatusCode.Unauthorized);
        await LeadlineProcess.Json(server.On("account", "allow", "--account", made.OrgId, "192.0.2.0/24", "127.0.0.1"));
        await Comes(caller, "c@example.com", HttpStatusCode.OK);
        await StartFailureTests.Refused("is not an address range", server.On("account", "allow", "--account", made.OrgId, "10.0.0.0/99"));
    }

    [Fact]
    public async Task A_password_is_printed_only_when_it_was_made_here()
    {
        var made = await LeadlineProcess.Json(server.On("user", "create", "made@example.com", "--account", server.Credentials.OrgId));
        Assert.True(Text(made, "password").Length >= 16);

        var (exitCode, output, _) = await LeadlineProcess.Run(
            server.On("user", "create", "given@example.com", "--account", server.Credentials.OrgId, "--password-stdin"), "correct horse\n");
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("correct horse", output, StringComparison.Ordinal);

        await StartFailureTests.Refused(
            "A user with this e-mail address exists", server.On("user", "create", "given@example.com", "--account", server.Credentials.OrgId));
        await StartFailureTests.Refused(
            "is no e-mail address", server.On("user", "create", "given", "--account", server.Credentials.OrgId));
        await StartFailureTests.Refused(
            "The role is one of", server.On("user", "create", "x@example.com", "--role", "King", "--account", server.Credentials.OrgId));
    }

    [Theory]
    [InlineData("--time-zone", "Mars/Olympus", "is no time zone")]
    [InlineData("--country-code", "IN", "is no country code")]
    public Task A_wrong_setting_of_an_account(string option, string value, string said) =>
        StartFailureTests.Refused(said, server.On("account", "create", option, value));

    private async Task<(string OrgId, string AccessKey, string SecretKey)> Create()
    {
        var made = await LeadlineProcess.Json(server.On("account", "create", "--sample", "--time-zone", "Asia/Kolkata", "--country-code", "91"));
        return (Text(made, "orgId"), Text(made, "accessKey"), Text(made, "secretKey"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    // The server hears of a change by a notification, moments after the command has ended.
    private static Task Comes(Caller caller, string email, HttpStatusCode wanted) =>
        Eventually.Seen(async () => (await caller.Capture(email)).Status, status => status == wanted, $"{wanted}");
}
