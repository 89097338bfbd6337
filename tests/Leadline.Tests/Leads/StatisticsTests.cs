using Dapper;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class StatisticsTests : IAsyncLifetime
{
    private string connectionString = "";

    public async ValueTask InitializeAsync() => connectionString = await TestPostgres.NewDatabase();

    public async ValueTask DisposeAsync() => await TestPostgres.Drop(connectionString);

    /// <summary>Lanes keep their plans: one made for a few rows would read the whole table once it has grown.</summary>
    [Fact]
    public async Task Tables_that_lanes_look_into_get_no_statistics_while_they_are_small()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        foreach (var table in new[] { "lead", "lead_identity", "activity", "ticket" })
        {
            var options = await connection.ExecuteScalarAsync<string[]>(
                "SELECT reloptions FROM pg_class WHERE oid = @table::regclass", new { table });
            Assert.Contains("autovacuum_analyze_threshold=5000", options!);
            Assert.Contains("autovacuum_vacuum_threshold=5000", options!);
            Assert.Contains("autovacuum_vacuum_insert_threshold=5000", options!);
        }
    }
}
