using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;

namespace Leadline.Bench.Faults;

/// <summary>
/// Sends step after step about a lead of its own, each by another call and name of the lead, to either node in turn, and
/// keeps a ledger of what was acknowledged. A step without an answer is not sent again: it may have happened, once.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FaultSender(FaultCluster cluster, int number)
{
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(15) };
    private readonly List<(int Step, Guid RequestId)> ledger = [];
    private string leadId = "";

    public int Number => number;

    public IReadOnlyList<(int Step, Guid RequestId)> Ledger => ledger;

    /// <summary>Steps acknowledged so far; may be read while the sender runs.</summary>
    public int Acknowledged => Volatile.Read(ref acknowledged);

    private int acknowledged;

    /// <summary>Makes the lead; then its id is known.</summary>
    public async Task Begin()
    {
        var lead = $$"""[{"Attribute":"EmailAddress","Value":"{{Email}}"},{"Attribute":"Phone","Value":"{{Phone}}"}]""";
        using var answer = await Send("/v2/LeadManagement.svc/Lead.Capture", lead, 0);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        leadId = body.RootElement.GetProperty("Message").GetProperty("Id").GetString()!;
    }

    public async Task Run(CancellationToken stop)
    {
        for (var step = 0; !stop.IsCancellationRequested; step++)
        {
            try
            {
                using var answer = await Post(step);
                if (!answer.IsSuccessStatusCode)
                {
                    if ((int)answer.StatusCode != 503) throw new InvalidDataException($"Step {step} was answered {answer.StatusCode}.");
                    await Task.Delay(20, CancellationToken.None);
                    continue;
                }

                using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None));
                ledger.Add((step, body.RootElement.GetProperty("RequestID").GetGuid()));
                Volatile.Write(ref acknowledged, ledger.Count);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private string Email => $"fault{number}@example.com";

    private string Phone => $"+91-70000{number:00000}";

    private Task<HttpResponseMessage> Post(int step)
    {
        var note = $"sender {number} step {step}";
        var byEmail = $$"""{"Attribute":"EmailAddress","Value":"{{Email}}"},{"Attribute":"SearchBy","Value":"EmailAddress"}""";
        var byPhone = $$"""{"Attribute":"Phone","Value":"{{Phone}}"},{"Attribute":"SearchBy","Value":"Phone"}""";
        var name = $$"""{"Attribute":"FirstName","Value":"{{note}}"}""";
        return (step % 5) switch
        {
            0 => Send("/lead/capture", $"[{byEmail},{name}]", step),
            1 => Send("/activity/createcustom", $$$"""{"LeadDetails":[{{{byPhone}}}],"Activity":{"ActivityEvent":105,"ActivityNote":"{{{note}}}"}}""", step),
            2 => Send($"/lead/update?leadId={leadId}", $"[{name}]", step),
            3 => Send(
                "/opportunity/capture",
                $$$"""{"LeadDetails":[{{{byEmail}}}],"Opportunity":{"OpportunityEventCode":12231,"OpportunityNote":"{{{note}}}","Fields":[{"SchemaName":"mx_Custom_1","Value":"{{{note}}}"}]}}""",
                step),
            _ => Send("/activity/create", $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":105,"ActivityNote":"{{note}}"}""", step),
        };
    }

    private Task<HttpResponseMessage> Send(string path, string body, int step)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cluster.Urls[(step + number) % cluster.Urls.Count], path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-LSQ-AccessKey", cluster.Keys[0]);
        request.Headers.Add("x-LSQ-SecretKey", cluster.Keys[1]);
        request.Headers.Add("x-api-key", cluster.Keys[2]);
        return client.SendAsync(request);
    }
}
