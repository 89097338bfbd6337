using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Intake;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

/// <summary>C3: what reads of a phone call, however it was logged (core §3.11).</summary>
public sealed class CallLogTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(
        """
        "Direction":"Inbound","SourceNumber":"+91-9800000001","CallDuration":41,"UserId":"admin@example.com","ResourceURL":"https://example.com/a.mp3"
        """,
        21, "41", "https://example.com/a.mp3")]
    [InlineData(
        """
        "Direction":"Outbound","SourceNumber":"1","DestinationNumber":"+91-9800000002","CallDuration":"5","Tag":"a{next}Caller{=}Mallory"
        """,
        22, "5", "")]
    [InlineData("""
        "Direction":"Inbound","SourceNumber":"+91-9800000003","Status":"NotAnswered","UserId":"nobody@example.com"
        """,
        21, "", "")]
    public async Task C3_a_logged_call_has_the_details_of_live_ones(string body, int code, string duration, string recording)
    {
        var row = await Retrieve(await Log($"{{{body}}}"), code);

        Assert.Equal(3, row.GetProperty("ActivityType").GetInt32());
        var data = Data(row);
        Assert.Equal(["CallType", "Caller", "Duration", "ResourceUrl"], data.Select(detail => detail.Key).Take(4));
        Assert.Equal(["Complete", "Account Administrator", duration, recording], data.Select(detail => detail.Value).Take(4));
        Assert.DoesNotContain(data, detail => detail.Key == "ResourceURL");
        Assert.Equal(data.Count, data.DistinctBy(detail => detail.Key).Count());
        Assert.Contains("ResourceURL{=}", row.GetProperty("ActivityFields").Text("ActivityEvent_Note"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Caller{=}Asha{next}UserId{=}{next}Duration{=}41{next}ResourceURL{=}https://x{next}", "Asha", "41", "https://x")]
    [InlineData("They will call back", "Account Administrator", "7", "https://y")]
    public async Task C3_a_call_that_is_posted_as_an_activity(string note, string caller, string duration, string recording)
    {
        var lead = await server.NewLead($"call-{Guid.NewGuid():N}@example.com");
        var fields = """[{"SchemaName":"mx_Custom_3","Value":"7"},{"SchemaName":"mx_Custom_4","Value":"https://y"}]""";
        var id = await server.NewActivity(lead, 22, fields, note: note);

        var data = Data(await Retrieve(id, 22));

        Assert.Equal(
            [("CallType", "Complete"), ("Caller", caller), ("Duration", duration), ("ResourceUrl", recording)],
            data.Take(4).Select(detail => (detail.Key, detail.Value!)));
    }

    private static List<KeyValuePair<string, string?>> Data(JsonElement row) =>
        [.. row.Items("Data").Select(detail => KeyValuePair.Create(detail.Text("Key")!, detail.Text("Value")))];

    private async Task<JsonElement> Retrieve(string id, int code)
    {
        var details = await server.Get($"{Service}GetActivityDetails?activityId={id}").Ok();
        var rows = await server.Post(
            $"{Service}Retrieve?leadId={details.Text("RelatedProspectId")}", $$$"""{"Parameter":{"ActivityEvent":{{{code}}}}}""").Ok();
        return rows.Items("ProspectActivities").Single(row => row.Text("Id") == id);
    }

    private async Task<string> Log(string body)
    {
        var calls = new AsyncCalls(server);
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var admin = (await accounts.Find(calls.AccountId))!.FindUser(server.Credentials.AdminEmail)!;
        var token = await accounts.CreateToken(calls.AccountId, admin.Id, KeyKind.Connector);
        using var response = await server.Client.PostAsync(
            $"/1/api/Telephony/LogCallComplete/{token}?xapikey={server.Credentials.AsyncApiKey}",
            new StringContent(body, Encoding.UTF8, "application/json"));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return (await calls.Answer(answer.GetProperty("RequestID").GetGuid())).GetProperty("Message").Text("Id")!;
    }
}
