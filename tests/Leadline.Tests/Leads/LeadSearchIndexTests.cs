using System.Text.Json;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>What is found must not depend on how far the search index has come.</summary>
public sealed class LeadSearchIndexTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Service = "/v2/LeadManagement.svc";

    [Theory]
    [InlineData("asha")]
    [InlineData("RAO")]
    [InlineData("asha rao")]
    [InlineData("sha@quick")]
    [InlineData("98765")]
    [InlineData("+91-98765")]
    [InlineData("%2B91-9876543210")]
    [InlineData("09876543210")]
    [InlineData("(98765) 43210")]
    [InlineData("acme-tr")]
    [InlineData("as")]
    [InlineData("r")]
    public async Task A_lead_is_found_at_once_and_after_it_was_indexed(string key)
    {
        var id = await Post("Lead.Capture", """[{"Attribute":"FirstName","Value":"Asha"},{"Attribute":"LastName","Value":"Rao"},{"Attribute":"EmailAddress","Value":"asha@quick.example.com"},{"Attribute":"Mobile","Value":"+91-9876543210"},{"Attribute":"Company","Value":"Acme-Traders"}]""");

        Assert.Contains(id, await Quick(key));
        await Indexed();
        Assert.Contains(id, await Quick(key));
        await OnlyIndexed();
        Assert.Contains(id, await Candidates(key));
    }

    [Fact]
    public async Task A_changed_value_is_found_and_the_old_one_is_not()
    {
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Beforehand"},{"Attribute":"mx_State","Value":"OldState"}]""");
        await Indexed();

        await server.Post($"{Service}/Lead.Update?leadId={id}", """[{"Attribute":"FirstName","Value":"Afterwards"},{"Attribute":"mx_State","Value":"NewState"}]""");

        await Check();
        await Indexed();
        await Check();

        async Task Check()
        {
            Assert.Equal([id], await Quick("fterward"));
            Assert.Equal([id], await Candidates("fterward"));
            Assert.Empty(await Quick("forehan"));
            Assert.Empty(await Candidates("forehan"));
            Assert.Equal([id], await Find("mx_State", "NewState"));
            Assert.Empty(await Find("mx_State", "OldState"));
        }
    }

    [Fact]
    public async Task The_index_is_made_anew_in_another_cluster()
    {
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Restored"}]""");
        await Indexed();

        // As a restored backup finds it: the log speaks of transactions that this cluster has yet to give.
        await Sql("UPDATE lead_search_progress SET tx = '9000000000', cluster = 1");
        await Sql("UPDATE event SET tx = (tx::text::bigint + 8000000000)::text::xid8");
        await Sql("DELETE FROM lead_search");
        Assert.Equal([id], await Candidates("restored"));

        await Indexed();
        Assert.Equal([id], await Candidates("restored"));
        var later = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Thereafter"}]""");
        Assert.Equal([later], await Candidates("thereafter"));
    }

    [Fact]
    public async Task The_log_is_followed_in_the_order_of_its_numbers()
    {
        await Indexed();
        var first = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Numberednine"}]""");
        var second = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Numberedten"}]""");

        // Nine comes before ten, though "9" comes after "10".
        await Sql("DELETE FROM lead_search");
        await Sql("UPDATE lead_search_progress SET tx = '8'");
        await Sql($"DELETE FROM event WHERE lead_id NOT IN ('{first}', '{second}')");
        await Sql($"UPDATE event SET tx = '9' WHERE lead_id = '{first}'");
        await Sql($"UPDATE event SET tx = '10' WHERE lead_id = '{second}'");

        await Indexed();
        await OnlyIndexed();
        Assert.Equal([first], await Candidates("numberednine"));
        Assert.Equal([second], await Candidates("numberedten"));
    }

    [Fact]
    public async Task A_field_that_becomes_searchable_is_searched()
    {
        var fields = server.Services.GetRequiredService<Leadline.Fields.FieldOperations>();
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"X"},{"Attribute":"JobTitle","Value":"Astronaut"}]""");
        await Indexed();
        Assert.Empty(await Quick("stronau"));

        await fields.Edit(Account, null, "lead", "JobTitle", field => field with { IsSearchable = true });

        Assert.Equal([id], await Quick("stronau"));
        await Indexed();
        Assert.Equal([id], await Candidates("stronau"));
    }

    private int Account => int.Parse(server.Credentials.OrgId, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> Post(string call, string body) => (await server.Post($"{Service}/{call}", body)).Id;

    private async Task<List<string?>> Quick(string key)
    {
        var answer = await server.Get($"{Service}/Leads.GetByQuickSearch?key={key}");
        return [.. answer.Json.EnumerateArray().Select(lead => lead.GetProperty("ProspectID").GetString())];
    }

    private async Task<List<string?>> Find(string field, string value)
    {
        var answer = await server.Post(
            $"{Service}/Leads.Get",
            JsonSerializer.Serialize(new { Parameter = new { LookupName = field, LookupValue = value, SqlOperator = "=" } }));
        return [.. answer.Json.EnumerateArray().Select(lead => lead.GetProperty("ProspectID").GetString())];
    }

    /// <summary>What the index and the tail of the log find, without reading leads in order first.</summary>
    private async Task<List<string>> Candidates(string key)
    {
        var fields = await server.Services.GetRequiredService<Leadline.Fields.FieldOperations>().Get(Account);
        var columns = LeadColumns.For(fields.Lead);
        var query = QuickSearchQuery.For(Account, columns, Uri.UnescapeDataString(key), 100)! with { IsRare = true };
        var found = await server.Services.GetRequiredService<LeadSearchStore>()
            .Page(query, LeadTokens.Fingerprint(columns), TestContext.Current.CancellationToken);
        return [.. found.Select(lead => lead.Id.ToString())];
    }

    /// <summary>
    /// Waits until the index holds every event. Those after a transaction that is still open, of any database of the cluster,
    /// are not entered yet, so nothing to do is not the same as nothing left to do.
    /// </summary>
    private Task Indexed() => Eventually.Holds(async () =>
    {
        var index = server.Services.GetRequiredService<LeadIndexStore>();
        var fields = server.Services.GetRequiredService<FieldOperations>();
        await index.Advance(Account, await fields.Get(Account), 1, TestContext.Current.CancellationToken);
        return (await index.Behind(TestContext.Current.CancellationToken)).Count == 0 && !await IsBehind();
    });

    private async Task<bool> IsBehind()
    {
        await using var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (
                SELECT FROM event e JOIN lead_search_progress p ON p.account_id = e.account_id
                WHERE (e.tx, e.event_id) > (p.tx, p.event_id) AND e.tx < pg_snapshot_xmax(pg_current_snapshot()))
            """,
            connection);
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Takes the log away: what is found from here on, the index found.</summary>
    private Task OnlyIndexed() => Sql("DELETE FROM event");

    private async Task Sql(string sql)
    {
        await using var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
