using System.Text;
using System.Text.Json;
using Dapper;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>
/// An erasure that was killed in the middle, with the lead gone and most of the rest still there, goes on after a start:
/// everything goes, and each thing once.
/// </summary>
public sealed class PersonalDataKillTests : KilledServer
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task An_erasure_is_done_once(bool server, bool postgres)
    {
        var lead = (await Send("leads", """{"values":{"EmailAddress":"zqkilledzq@example.com","FirstName":"zqkilledzq"}}""")).GetProperty("ProspectID").GetString();
        await Send($"leads/{lead}/notes", """{"text":"zqkilledzq"}""");
        await Send("tickets", """{"fields":{"Title":"zqkilledzq is down"},"lead":{"EmailAddress":"zqkilledzq@example.com"}}""");
        string request;
        await using (var holder = await Connect())
        {
            // Whoever holds this table holds the erasure up behind the leads and before the mail.
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await holder.ExecuteAsync("LOCK TABLE webhook_delivery IN ACCESS EXCLUSIVE MODE");
            request = (await Send("personal-data/requests", $$"""{"kind":"erase","leadIds":["{{lead}}"],"reason":"r"}""")).GetProperty("id").GetString()!;
            await Eventually.Holds(async () =>
            {
                await using var connection = await Connect();
                return await connection.ExecuteScalarAsync<long>(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%webhook_delivery%'") > 0;
            });
            await using (var connection = await Connect())
            {
                Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM lead WHERE lead_id = @id", new { id = Guid.Parse(lead!) }));
                Assert.NotNull(await connection.ExecuteScalarAsync<string>("SELECT traces::text FROM personal_request WHERE request_id = @id", new { id = Guid.Parse(request) }));
            }

            await Kill(server, postgres);
        }

        await Eventually.Seen(() => State(request), state => state == "finished");
        await using var after = await Connect();
        Assert.Equal(1, await after.ExecuteScalarAsync<long>("SELECT count(*) FROM event WHERE lead_id = @id AND kind = 'lead.deleted'", new { id = Guid.Parse(lead!) }));
        foreach (var table in (await after.QueryAsync<string>("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")).ToList())
            Assert.False(
                await after.ExecuteScalarAsync<bool>(
                    $"SELECT EXISTS (SELECT FROM {table} x WHERE x::text LIKE '%zqkilledzq%' OR x::text LIKE '%' || encode('zqkilledzq', 'hex') || '%')"),
                $"{table} still holds something of the person.");
    }

    private async Task<string?> State(string request)
    {
        try
        {
            return (await Send($"personal-data/requests/{request}", body: null)).GetProperty("state").GetString();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<JsonElement> Send(string path, string? body)
    {
        using var client = new HttpClient { BaseAddress = Server.Url, Timeout = Patience.Limit };
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"/leadline/v1/{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-LSQ-AccessKey", Server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", Server.Credentials.SecretKey);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonDocument.Parse(answer).RootElement;
    }
}
