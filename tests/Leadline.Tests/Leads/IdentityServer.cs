using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>A server with an account in each country that is asked for, called as LeadSquared's clients call.</summary>
public sealed class IdentityServer : TestServer
{
    public const string Service = "/v2/LeadManagement.svc/";

    private readonly ConcurrentDictionary<string, (string AccessKey, string SecretKey)> accounts = [];

    /// <summary>A call in the account whose national numbers have this calling code.</summary>
    public async Task<JsonElement> In(string callingCode, string call, object? body = null)
    {
        if (!accounts.TryGetValue(callingCode, out var keys))
        {
            var account = new NewAccount($"Of {callingCode}", "Etc/UTC", callingCode, LeadDeleteEnabled: true);
            var made = await Services.GetRequiredService<NewAccounts>()
                .Create(account, $"admin{callingCode}@example.net", withSample: false);
            keys = accounts.GetOrAdd(callingCode, (made.AccessKey, made.SecretKey));
        }

        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, Service + call);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        request.Headers.Add("x-LSQ-AccessKey", keys.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", keys.SecretKey);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.InternalServerError, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Captures a lead by one value; its id, and whether it is new.</summary>
    public async Task<(string Id, bool IsNew)> Capture(string callingCode, string field, string value)
    {
        var answer = await In(callingCode, "Lead.Capture", new[] { new { Attribute = field, Value = value } });
        Assert.True(answer.GetProperty("Status").GetString() == "Success", $"{value}: {answer}");
        var message = answer.GetProperty("Message");
        return (message.GetProperty("Id").GetString()!, message.GetProperty("IsCreated").GetBoolean());
    }

    /// <summary>The value of a field of the lead that a look-up finds; null where it finds nobody.</summary>
    public async Task<string?> Find(string callingCode, string lookUp, string field = "ProspectID")
    {
        var found = await In(callingCode, lookUp);
        return found.GetArrayLength() == 0 ? null : found[0].GetProperty(field).GetString();
    }
}
