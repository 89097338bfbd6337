using Leadline.Accounts;
using Leadline.ServiceDesk;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Accounts;

/// <summary>What a node remembers of an account, while the account is changed.</summary>
public sealed class DefinitionChangeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_change_holds_from_its_commit_on_though_somebody_read_between_the_two()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var accountId = int.Parse(server.Credentials.OrgId);
        var user = (await accounts.Find(accountId))!.Users.Values.First();

        foreach (var role in (string?[])[ServiceRoles.Agent, null, ServiceRoles.Agent, null, ServiceRoles.Agent])
        {
            var before = await Role();
            var read = await server.Database.Transaction(
                accountId,
                async connection =>
                {
                    await accounts.SetServiceRole(accountId, connection, user.Id, role);
                    return await Role();
                },
                TestContext.Current.CancellationToken);

            Assert.Equal(before, read);
            Assert.Equal(role, await Role());
        }

        async Task<string?> Role() => (await accounts.Find(accountId))!.Users[user.Id].ServiceRole;
    }
}
