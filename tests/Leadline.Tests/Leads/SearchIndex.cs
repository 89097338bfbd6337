using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Index;
using Leadline.Leads.Search;
using Leadline.Platform;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>A search index over a server's database whose segments are small, kept by the test.</summary>
internal sealed class SearchIndex
{
    private readonly TestServer server;
    private readonly LeadIndexer indexer;

    public SearchIndex(TestServer server, int blockSize)
    {
        this.server = server;
        var services = server.Services;
        Store = services.GetRequiredService<LeadSearchStore>();
        Indexes = new LeadIndexes(services.GetRequiredService<IndexReadStore>(), Fields, blockSize);
        indexer = new LeadIndexer(
            services.GetRequiredService<Wakes>(),
            services.GetRequiredService<IndexWriteStore>(),
            services.GetRequiredService<IndexReadStore>(),
            Indexes,
            Fields,
            TimeProvider.System,
            NullLogger<LeadIndexer>.Instance);
        Search = new LeadSearch(Fields, Indexes, Store, services.GetRequiredService<LeadReadStore>());
    }

    public LeadSearch Search { get; }

    public LeadSearchStore Store { get; }

    public LeadIndexes Indexes { get; }

    public int Account => int.Parse(server.Credentials.OrgId, CultureInfo.InvariantCulture);

    private FieldOperations Fields => server.Services.GetRequiredService<FieldOperations>();

    public async Task<Caller> Caller()
    {
        var account = await server.Services.GetRequiredService<AccountOperations>().Find(Account);
        return new Caller(account!, account!.FindUser(server.Credentials.AdminEmail)!);
    }

    public async Task<LeadColumns> Columns() => LeadColumns.For((await Fields.Get(Account)).Lead);

    /// <summary>Begins the index anew, and fills in nothing yet.</summary>
    public async Task Begin()
    {
        var node = Guid.NewGuid();
        await Sql($"UPDATE lead_index SET cluster = 0, node = '{node}', held_until = 'infinity'");
        var (now, definitions) = (DateTime.UtcNow, await Fields.Get(Account));
        var progress = await server.Services.GetRequiredService<IndexWriteStore>().Hold(
            Account,
            node,
            now,
            now.AddHours(1),
            LeadTokens.Fingerprint(await Columns()),
            definitions.Version);
        Assert.False(progress?.IsComplete);
    }

    /// <summary>Brings the index up to date in place of the server.</summary>
    public async Task Advance()
    {
        await Sql("UPDATE lead_index SET node = NULL");
        await indexer.Advance(Account, TestContext.Current.CancellationToken);
    }

    public Task<int> Segments() => Number("SELECT count(*)::integer FROM lead_segment WHERE is_live");

    public async Task<int> Number(string sql)
    {
        await using var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task Sql(string sql)
    {
        await using var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
