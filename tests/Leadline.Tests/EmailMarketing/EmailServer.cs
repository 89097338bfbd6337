using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.EmailMarketing;

/// <summary>A server that hands mail to leads to a real SMTP server; what its tests have in common.</summary>
public sealed class EmailServer : MailServer
{
    public const string Own = "/leadline/v1";
    public const string Wire = "/v2/EmailMarketing.svc";

    public static string NewAddress(string name) => $"{name}.{Guid.NewGuid():N}@example.com";

    public async Task<JsonElement> Ok(HttpMethod method, string path, string? body = null, params (string, string)[] headers)
    {
        var answer = await Send(method, path, body, headers);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {answer.Body}");
        return answer.Json;
    }

    public Task<JsonElement> Read(string path) => Ok(HttpMethod.Get, $"{Own}/{path}");

    public Task<JsonElement> Make(string path, object body) =>
        Ok(HttpMethod.Post, $"{Own}/{path}", JsonSerializer.Serialize(body));

    public async Task<Guid> NewTemplate(string subject, string text = "", string html = "", string category = "") =>
        (await Make("email-templates", new { name = $"{Guid.NewGuid():N}", subject, text, html, category }))
        .GetProperty("id").GetGuid();

    /// <summary>A static list of these leads.</summary>
    public async Task<Guid> NewList(params Guid[] leads)
    {
        var list = (await Make("lists", new { name = $"{Guid.NewGuid():N}", kind = "static" })).GetProperty("id").GetGuid();
        if (leads.Length > 0)
            await Make($"lists/{list}/members", new { leadIds = leads });
        return list;
    }

    public async Task<Guid> NewCampaign(Guid list, Guid template, DateTimeOffset? startOn = null) =>
        (await Make("campaigns", new { name = "c", listId = list, templateId = template, startOn })).GetProperty("id").GetGuid();

    /// <summary>A campaign's counts, once they are as wanted.</summary>
    public async Task<JsonElement> Counts(Guid campaign, Func<JsonElement, bool> wanted) => await Eventually.Seen(
        async () => (await Read($"campaigns/{campaign}")).GetProperty("counts"), wanted);

    public int Mails(string address) => Smtp.Taken.Count(mail => mail.EnvelopeTo.Contains(address));

    /// <summary>How often an activity of this code stands on the lead's timeline.</summary>
    public async Task<int> Activities(Guid lead, int code)
    {
        await using var connection = await Database.Open(AccountId);
        return await connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM activity WHERE account_id = @AccountId AND lead_id = @lead AND event_code = @code",
            new { AccountId, lead, code });
    }

    /// <summary>The lines of a mail's head, unfolded.</summary>
    public static string Head(TakenMail mail) =>
        mail.Raw[..mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal)
            .Replace("\r\n\t", " ", StringComparison.Ordinal);

    /// <summary>Where a mail's one click to unsubscribe goes, as a path.</summary>
    public string UnsubscribePath(TakenMail mail)
    {
        var line = Head(mail).Split("\r\n").Single(line => line.StartsWith("List-Unsubscribe:", StringComparison.Ordinal));
        var url = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
        return new Uri(url).AbsolutePath;
    }
}
