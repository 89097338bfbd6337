using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Leadline.Bench.Compare;

namespace Leadline.Bench.Campaigns;

/// <summary>
/// A campaign to many leads, every tenth of whom has unsubscribed, over kills of the server; then the mails that came are
/// held against the leads, by their Message-IDs.
/// </summary>
internal static class CampaignRun
{
    private const int UnsubscribedEach = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Returns the exit code: 0 when every lead got one mail and no other did.</summary>
    public static int Run(string server, long leads, int kills)
    {
        using var sink = new MailSink();
        using var under = new ServerUnderTest(
            Path.GetDirectoryName(server)!, "--smtp", $"smtp://127.0.0.1:{sink.Port}?starttls=never&sessions=8", "--mail-from", "mail@example.com");
        under.Start();
        using var client = Client(under);
        Import(client, leads);
        var campaign = Begin(client);
        var wanted = leads - ((leads + UnsubscribedEach - 1) / UnsubscribedEach);

        var clock = Stopwatch.StartNew();
        for (var kill = 1; kill <= kills; kill++)
        {
            Await(sink, wanted * kill / (kills + 1));
            var down = Stopwatch.StartNew();
            under.Kill();
            under.Start();
            Console.WriteLine($"kill {kill} at {sink.Count:N0} mails, back after {down.Elapsed.TotalSeconds:F1} s");
        }

        Await(sink, wanted);
        for (var waited = Stopwatch.StartNew(); Sent(client, campaign) < wanted; Thread.Sleep(200))
            if (waited.Elapsed > Longest) throw new InvalidDataException($"Only {Sent(client, campaign):N0} count as sent.");
        Console.WriteLine($"{wanted:N0} mails in {clock.Elapsed.TotalSeconds:F1} s, {wanted / clock.Elapsed.TotalSeconds:N0} a second over all");
        return Check(sink, leads, wanted) ? 0 : 1;
    }

    private static bool Check(MailSink sink, long leads, long wanted)
    {
        var mails = sink.Taken.Values.GroupBy(mail => mail.To).ToDictionary(group => group.Key, group => group.Count());
        var lost = 0L;
        var several = 0L;
        var unwanted = 0L;
        for (var lead = 0L; lead < leads; lead++)
        {
            var count = mails.GetValueOrDefault(Address(lead));
            if (lead % UnsubscribedEach == 0) unwanted += count;
            else if (count == 0) lost++;
            else if (count > 1) several++;
        }

        var repeated = sink.Taken.Values.Count(mail => mail.Times > 1);
        Console.WriteLine(
            $"{sink.Taken.Count:N0} Message-IDs for {wanted:N0} leads: {lost} leads without, {several} with several, "
            + $"{unwanted} to unsubscribed ones; {repeated} mails were handed over again under their Message-ID");
        return lost + several + unwanted == 0 && sink.Taken.Count == wanted;
    }

    private static void Import(HttpClient client, long leads)
    {
        var file = new StringBuilder("EmailAddress,FirstName,mx_City,DoNotEmail\n");
        for (var lead = 0L; lead < leads; lead++)
            file.Append(CultureInfo.InvariantCulture, $"{Address(lead)},Lead {lead},campaign,{(lead % UnsubscribedEach == 0 ? 1 : 0)}\n");
        using var content = new StringContent(file.ToString(), Encoding.UTF8, "text/csv");
        var id = Call(client, HttpMethod.Post, "lead-imports", content).GetProperty("id").GetString();
        while (true)
        {
            var import = Call(client, HttpMethod.Get, $"lead-imports/{id}", null);
            if (import.GetProperty("state").GetString() is not ("waiting" or "running"))
            {
                Console.WriteLine($"{import.GetProperty("created").GetInt64():N0} leads imported");
                return;
            }

            Thread.Sleep(200);
        }
    }

    private static string Begin(HttpClient client)
    {
        Call(client, HttpMethod.Patch, "email-settings", Json("""{"mailsPerMinute":0}"""));
        var list = Id(Call(client, HttpMethod.Post, "lists", Json("""{"name":"c","filter":{"field":"mx_City","value":"campaign"}}""")));
        var template = Id(Call(client, HttpMethod.Post, "email-templates", Json(
            """{"name":"t","subject":"News for {{lead.FirstName}}","html":"<h1>Hello {{lead.FirstName}}</h1><p>Here is what is new.</p>"}""")));
        return Id(Call(client, HttpMethod.Post, "campaigns", Json($$"""{"name":"c","listId":"{{list}}","templateId":"{{template}}"}""")));
    }

    private static long Sent(HttpClient client, string campaign) =>
        Call(client, HttpMethod.Get, $"campaigns/{campaign}", null).GetProperty("counts").GetProperty("sent").GetInt64();

    private static void Await(MailSink sink, long goal)
    {
        var (seen, since) = (sink.Count, Stopwatch.StartNew());
        for (; sink.Count < goal; Thread.Sleep(5))
        {
            if (sink.Count != seen) (seen, since) = (sink.Count, Stopwatch.StartNew());
            if (since.Elapsed > Longest) throw new InvalidDataException($"No mail comes after {sink.Count:N0}.");
        }
    }

    private static HttpClient Client(ServerUnderTest under)
    {
        using var credentials = JsonDocument.Parse(File.ReadAllText(under.Credentials.FullName));
        var client = new HttpClient { BaseAddress = new Uri(under.Url), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", credentials.RootElement.GetProperty("accessKey").GetString());
        client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", credentials.RootElement.GetProperty("secretKey").GetString());
        return client;
    }

    private static JsonElement Call(HttpClient client, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"/leadline/v1/{path}") { Content = content };
        using var answer = client.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var body = reader.ReadToEnd();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(body).RootElement : throw new InvalidDataException($"{path}: {body}");
    }

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Address(long lead) => $"campaign{lead}@example.com";
}
