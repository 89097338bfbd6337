using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Webhooks;

/// <summary>A server that is killed on the way has told everything that it acknowledged once it is back.</summary>
public sealed class WebhookKillTests
{
    private const int Leads = 8;

    /// <summary>A few, or as many as LEADLINE_KILLS says.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("LEADLINE_KILLS"), out var kills) ? kills : 3;

    private int step;

    [Fact]
    public async Task Nothing_is_lost_and_each_lead_stays_in_order_over_kills()
    {
        var data = Directory.CreateTempSubdirectory("leadline-webhooks-").FullName;
        await using var receiver = await WebhookReceiver.Start();
        await using (var server = new ServerProcess(data, "--webhook-networks", "127.0.0.0/8"))
        {
            await server.Start();
            using var client = new HttpClient { BaseAddress = server.Url };
            client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
            client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
            await Post(client, "Webhook.svc/Create", $$"""{"URL":"{{receiver.Url}}","WebhookEvent":"6"}""");
            var leads = new List<string>();
            for (var i = 0; i < Leads; i++)
                leads.Add(await Post(client, "LeadManagement.svc/Lead.Capture", $$"""[{"Attribute":"EmailAddress","Value":"kill{{i}}@example.com"}]"""));

            var acknowledged = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var goal = receiver.Calls.Count + (3 * Leads);
                using var stop = new CancellationTokenSource();
                var senders = leads.Select(lead => Send(lead, stop.Token)).ToList();
                await receiver.Received(goal);
                await stop.CancelAsync();
                await server.Kill(server: true, postgres: round % 2 == 1);
                await Task.WhenAll(senders);
                await server.Start();
            }

            await Eventually.Seen(
                () => Task.FromResult(Steps(receiver).Distinct().Count()), seen => seen >= acknowledged, $"{acknowledged} changes told");
            foreach (var steps in Steps(receiver).Distinct().GroupBy(step => step.Lead))
                Assert.Equal(steps.Select(step => step.Number).Order(), steps.Select(step => step.Number));

            async Task Send(string lead, CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        var body = $$"""[{"Attribute":"FirstName","Value":"{{Interlocked.Increment(ref step)}}"}]""";
                        await Post(client, $"LeadManagement.svc/Lead.Update?leadId={lead}&postUpdatedLead=true", body);
                        Interlocked.Increment(ref acknowledged);
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }
                }
            }
        }

        Directory.Delete(data, recursive: true);
    }

    private static IEnumerable<(string Lead, int Number)> Steps(WebhookReceiver receiver) =>
        from call in receiver.Calls
        let after = JsonDocument.Parse(call.Body).RootElement.GetProperty("After")
        select (
            after.GetProperty("ProspectID").GetString()!,
            int.Parse(after.GetProperty("FirstName").GetString()!, CultureInfo.InvariantCulture));

    private static async Task<string> Post(HttpClient client, string call, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri($"/v2/{call}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(text).RootElement.GetProperty("Message") is { ValueKind: JsonValueKind.Object } message
            && message.TryGetProperty("Id", out var id) ? id.GetString()! : "";
    }
}
