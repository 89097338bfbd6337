using System.Net;
using Leadline.Accounts;
using Leadline.Demo;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Demo;

/// <summary>An account to look around in.</summary>
public sealed class DemoAccountTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_holds_what_there_is_to_look_at_and_writes_to_nobody(bool withSample)
    {
        var made = await server.Services.GetRequiredService<NewAccounts>().Create(
            new NewAccount("Demo", "Asia/Kolkata", "91", LeadDeleteEnabled: true), "demo@example.com", withSample);

        var people = await server.Services.GetRequiredService<DemoAccount>().Fill(
            made.AccountId, made.Admin.Id, made.Password, TestContext.Current.CancellationToken);

        // The sample has a lead with a ticket of its own.
        var ofSample = withSample ? 1 : 0;
        Assert.Equal(DemoAccount.Leads + ofSample, await Count("lead"));
        Assert.Equal(DemoAccount.Tickets + ofSample, await Count("ticket"));
        Assert.Equal(DemoAccount.Tasks, await Count("task"));
        Assert.Equal(
            DemoAccount.Opportunities,
            await Sql("SELECT count(*) FROM activity WHERE account_id = @AccountId AND event_code >= 12000"));
        Assert.InRange(await Count("activity"), 3 * DemoAccount.Leads, 8 * DemoAccount.Leads);
        Assert.Equal(0, await Count("mail"));
        Assert.Equal(
            0, await Sql("SELECT count(*) FROM lead WHERE account_id = @AccountId AND \"values\" ->> 'EmailAddress' NOT LIKE '%@example.com'"));
        foreach (var person in people)
        {
            var signedIn = await server.Post("/leadline/v1/session", $$"""{"email":"{{person.Email}}","password":"{{made.Password}}"}""");
            Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        }

        Task<long> Count(string table) => Sql($"SELECT count(*) FROM {table} WHERE account_id = @AccountId");

        Task<long> Sql(string sql) => new LeadRows(server).One<long>(sql, new { made.AccountId });
    }
}
