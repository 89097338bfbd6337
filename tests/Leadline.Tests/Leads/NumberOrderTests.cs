using System.Text;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>ProspectAutoId rises in the order in which leads are made, whichever node makes them.</summary>
public sealed class NumberOrderTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Leads = 1000;

    [Fact]
    public async Task Leads_made_in_turn_at_two_nodes_are_numbered_in_that_order()
    {
        await using var node = Server.Build(
            server.Options with { Urls = "http://127.0.0.1:0", DataFolder = Path.GetTempPath() }, server.Database, _ => { });
        await node.StartAsync(TestContext.Current.CancellationToken);
        using var other = new HttpClient { BaseAddress = new Uri(node.Urls.First()) };
        var ids = new List<Guid>();

        for (var i = 0; i < Leads; i++)
            ids.Add(await Capture(i % 2 == 0 ? server.Client : other, $"turn{i}@example.com"));

        await using var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
        var numbers = new List<long>();
        await using var command = new Npgsql.NpgsqlCommand(
            "SELECT l.number FROM unnest($1) WITH ORDINALITY AS k (id, ord) JOIN lead l ON l.lead_id = k.id ORDER BY k.ord", connection);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                numbers.Add(reader.GetInt64(0));
        Assert.Equal(Leads, numbers.Count);
        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair.Second} came after {pair.First}"));
        await node.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task<Guid> Capture(HttpClient node, string email)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/LeadManagement.svc/Lead.Capture")
        {
            Content = new StringContent(
                $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var response = await node.SendAsync(request);
        return Guid.Parse(new Answer(response.StatusCode, await response.Content.ReadAsStringAsync()).Id);
    }
}
