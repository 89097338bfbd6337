using System.Text.Json;
using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
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
    [InlineData("+91-9876543210")]
    [InlineData("09876543210")]
    [InlineData("(98765) 43210")]
    [InlineData("765")]
    [InlineData("acme-tr")]
    [InlineData("as")]
    [InlineData("r")]
    public async Task A_lead_is_found_at_once_and_out_of_segments(string key)
    {
        var id = await Post("Lead.Capture", """[{"Attribute":"FirstName","Value":"Asha"},{"Attribute":"LastName","Value":"Rao"},{"Attribute":"EmailAddress","Value":"asha@quick.example.com"},{"Attribute":"Mobile","Value":"+91-9876543210"},{"Attribute":"Company","Value":"Acme-Traders"}]""");

        Assert.Contains(id, await Quick(key));
        Assert.Contains(id, await OutOfSegments(key));
    }

    [Fact]
    public async Task A_changed_value_is_found_and_the_old_one_is_not()
    {
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Beforehand"},{"Attribute":"mx_State","Value":"OldState"}]""");
        Assert.Equal([id], await OutOfSegments("forehan"));

        await server.Post($"{Service}/Lead.Update?leadId={id}", """[{"Attribute":"FirstName","Value":"Afterwards"},{"Attribute":"mx_State","Value":"NewState"}]""");

        Assert.Equal([id], await Quick("fterward"));
        Assert.Empty(await Quick("forehan"));
        Assert.Equal([id], await OutOfSegments("fterward"));
        Assert.Empty(await OutOfSegments("forehan"));
        Assert.Equal([id], await Find("mx_State", "NewState"));
        Assert.Empty(await Find("mx_State", "OldState"));
    }

    [Fact]
    public async Task The_index_is_made_anew_in_another_cluster()
    {
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Restored"}]""");
        var index = new SearchIndex(server, blockSize: 4);
        await index.Advance();

        // As a restored backup finds it: the log speaks of transactions that this cluster has yet to give.
        await index.Sql("UPDATE lead_index SET tx = '9000000000', cluster = 1");
        await index.Sql("UPDATE event SET tx = (tx::text::bigint + 8000000000)::text::xid8");
        Assert.Equal([id], await Quick("restored"));

        await index.Advance();
        Assert.Equal([id], await Quick("restored"));
        var later = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Thereafter"}]""");
        Assert.Equal([later], await Quick("thereafter"));
        Assert.Equal([id], await Quick("restored"));
    }

    [Fact]
    public async Task A_field_that_becomes_searchable_is_searched()
    {
        var fields = server.Services.GetRequiredService<FieldOperations>();
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"X"},{"Attribute":"JobTitle","Value":"Astronaut"}]""");
        Assert.Empty(await OutOfSegments("stronau"));

        await fields.Edit(
            new SearchIndex(server, 4).Account, null, "lead", "JobTitle", field => field with { IsSearchable = true });

        Assert.Equal([id], await Quick("stronau"));
        Assert.Equal([id], await OutOfSegments("stronau"));
    }

    [Fact]
    public async Task What_is_being_written_by_a_long_transaction_is_found_once_it_is_committed()
    {
        var id = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Slowpoke"}]""");
        Assert.Equal([id], await Quick("slowpok"));
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = await server.Database.OpenAcrossAccounts(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var change = connection.CreateCommand())
        {
            change.CommandText = $"""
                UPDATE lead SET "values" = jsonb_set("values", '"{"{FirstName}"}"', '"Tortoise"'),
                    modified_on = modified_on + interval '1 ms' WHERE lead_id = '{id}';
                INSERT INTO event (account_id, event_id, kind, lead_id, user_id, occurred_on)
                SELECT account_id, gen_random_uuid(), 'lead.updated', lead_id, owner_id, modified_on
                FROM lead WHERE lead_id = '{id}'
                """.Replace("\"{FirstName}\"", "{FirstName}", StringComparison.Ordinal);
            await change.ExecuteNonQueryAsync(cancellation);
        }

        // Transactions that began later end first, and are read; this one must not be passed over then.
        var later = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Overtaker"}]""");
        Assert.Equal([later], await Quick("vertake"));
        Assert.Equal([id], await Quick("slowpok"));
        Assert.Empty(await Quick("tortois"));

        await transaction.CommitAsync(cancellation);

        Assert.Equal([id], await Quick("tortois"));
        Assert.Empty(await Quick("slowpok"));
    }

    [Fact]
    public async Task The_best_matches_come_first_and_of_these_the_latest()
    {
        var inside = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Xzanobia"}]""");
        var start = await Post("Lead.Create", """[{"Attribute":"LastName","Value":"Zanobiades"}]""");
        var whole = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Zanobia"}]""");
        var later = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Yzanobia"}]""");

        Assert.Equal([whole, start, later, inside], await Quick("zanobia"));
        Assert.Equal([whole, start, later, inside], await OutOfSegments("zanobia"));
    }

    [Fact]
    public async Task A_lead_that_comes_while_the_index_is_being_made_is_entered_once()
    {
        const int Block = 16;
        var first = await Post("Lead.Create", """[{"Attribute":"FirstName","Value":"Earlybird"}]""");
        var index = new SearchIndex(server, Block);
        await index.Begin();
        var meanwhile = new List<string>();
        for (var i = 0; i < Block; i++)
            meanwhile.Add(await Post("Lead.Create", $$"""[{"Attribute":"FirstName","Value":"Meantime{{i}}"}]"""));
        await index.Advance();

        Assert.Equal(
            0,
            await index.Number(
                $"""
                SELECT (count(*) - count(DISTINCT id))::integer
                FROM lead_segment s JOIN lead_segment_chunk c USING (account_id, segment), unnest(c.lead_ids) id
                WHERE s.is_live AND id IN ('{string.Join("','", meanwhile)}')
                """));
        Assert.Equal([first], await Quick("earlybir"));
        Assert.Equal(Block, (await Quick("meantim")).Count);
    }

    private async Task<string> Post(string call, string body) => (await server.Post($"{Service}/{call}", body)).Id;

    private async Task<List<string?>> Quick(string key)
    {
        var answer = await server.Get($"{Service}/Leads.GetByQuickSearch?key={Uri.EscapeDataString(key)}");
        return [.. answer.Json.EnumerateArray().Select(lead => lead.GetProperty("ProspectID").GetString())];
    }

    private async Task<List<string?>> Find(string field, string value)
    {
        var answer = await server.Post(
            $"{Service}/Leads.Get",
            JsonSerializer.Serialize(new { Parameter = new { LookupName = field, LookupValue = value, SqlOperator = "=" } }));
        return [.. answer.Json.EnumerateArray().Select(lead => lead.GetProperty("ProspectID").GetString())];
    }

    /// <summary>What is found where every lead is in a segment, and the log is gone.</summary>
    private async Task<List<string>> OutOfSegments(string key)
    {
        var index = new SearchIndex(server, blockSize: 4);
        await index.Sql("UPDATE lead_index SET cluster = 0");
        await index.Advance();
        await index.Sql("CREATE TABLE IF NOT EXISTS event_aside AS SELECT * FROM event LIMIT 0");
        await index.Sql("INSERT INTO event_aside SELECT * FROM event; DELETE FROM event");
        var found = await index.Search.Quick(await index.Caller(), key, TestContext.Current.CancellationToken);
        await index.Sql("INSERT INTO event SELECT * FROM event_aside; DELETE FROM event_aside");
        return [.. found.Select(lead => lead.Id.ToString())];
    }
}
