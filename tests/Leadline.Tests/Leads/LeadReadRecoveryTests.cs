using System.Net;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class LeadReadRecoveryTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_look_up_outlives_the_connection_that_it_held()
    {
        const string call = "/v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=nobody@example.com";
        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await server.Get(call)).Status);

        await using (var connection = await server.Database.OpenAcrossAccounts(TestContext.Current.CancellationToken))
        await using (var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%lead_identity%' AND pid <> pg_backend_pid()",
            connection))
            Assert.NotEqual(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await server.Get(call)).Status);
    }
}
