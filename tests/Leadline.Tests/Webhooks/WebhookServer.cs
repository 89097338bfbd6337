using System.Text.Json;
using Leadline.Tests.Support;
using Npgsql;

namespace Leadline.Tests.Webhooks;

/// <summary>A server that may call this machine.</summary>
public sealed class WebhookServer : TestServer
{
    internal override ServerOptions Options => base.Options with { WebhookNetworks = ["127.0.0.0/8"] };

    /// <summary>Makes a webhook as clients of the LeadSquared API do; its id.</summary>
    internal async Task<string> Hook(string url, int number, object? more = null)
    {
        var body = new Dictionary<string, object?>
        {
            ["Description"] = "d",
            ["URL"] = url,
            ["Method"] = "POST",
            ["ContentType"] = "application/json",
            ["WebhookEvent"] = number.ToString(),
            ["LandingPageUrls"] = null,
            ["IsSpecificLandingPage"] = false,
            ["NotifyOnFailure"] = true,
            ["WebhookProperties"] = null,
            ["CustomHeaders"] = new[] { new { Key = "x-api-key", Value = "v" } },
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
            body[property.Name] = property.GetValue(more);
        return (await Post("/v2/Webhook.svc/Create", JsonSerializer.Serialize(body))).Id;
    }

    /// <summary>Captures a lead; its id.</summary>
    internal async Task<string> Lead(string email, params (string Field, string Value)[] values)
    {
        var fields = values.Prepend(("EmailAddress", email)).Select(field => new { Attribute = field.Item1, Value = field.Item2 });
        return (await Post("/v2/LeadManagement.svc/Lead.Capture", JsonSerializer.Serialize(fields))).Id;
    }

    internal async Task<JsonElement> Own(string path) => (await Get($"/leadline/v1/{path}")).Json;

    /// <summary>Lets no webhook wait for its next try.</summary>
    internal async Task MakeDue()
    {
        await using var connection = await Database.OpenAcrossAccounts();
        await using var command = new NpgsqlCommand(
            "UPDATE webhook SET due_on = now() - interval '1 minute' WHERE status = 0 AND due_on > now()", connection);
        await command.ExecuteNonQueryAsync();
    }
}
