using Dapper;
using Leadline.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Support;

/// <summary>Makes leads through the front door and looks at what the database holds of them.</summary>
public sealed class LeadRows(TestServer server)
{
    public int AccountId => int.Parse(server.Credentials.OrgId);

    /// <summary>A lead with this e-mail address, new or met.</summary>
    public async Task<Guid> Lead(string email, params (string Attribute, string Value)[] more)
    {
        var fields = more.Prepend(("EmailAddress", email))
            .Select(field => $$"""{"Attribute":"{{field.Item1}}","Value":"{{field.Item2}}"}""");
        var answer = await server.Post("/v2/LeadManagement.svc/Lead.CreateOrUpdate", $"[{string.Join(',', fields)}]");
        return Guid.Parse(answer.Id);
    }

    /// <summary>A further user of the account, named Second; the id.</summary>
    public async Task<string> NewUser()
    {
        var user = await server.Services.GetRequiredService<AccountOperations>().CreateUser(
            AccountId, $"{Guid.NewGuid():N}@example.com", "Second", "", "Sales_User", $"{Guid.NewGuid():N}");
        return user.Value.Id.ToString();
    }

    /// <summary>The lead that the identity table has for an e-mail address.</summary>
    public Task<Guid?> Find(string email) => Find("EmailAddress", email);

    public Task<Guid?> Find(string field, string key) => One<Guid?>(
        "SELECT lead_id FROM lead_identity WHERE account_id = @account AND field = @field AND value = @key", new { account = AccountId, field, key });

    public Task<string?> Value(Guid leadId, string field) => One<string?>(
        """SELECT "values" ->> @field FROM lead WHERE account_id = @account AND lead_id = @leadId""", new { account = AccountId, leadId, field });

    public Task<long> Count() => One<long>("SELECT count(*) FROM lead WHERE account_id = @account", new { account = AccountId });

    /// <summary>Identity rows of a field that no lead's value explains, and values that have no identity row.</summary>
    public Task<long> Strays(string field) => One<long>(
        """
        SELECT count(*)
        FROM (SELECT lead_id, value FROM lead_identity WHERE account_id = @account AND field = @field) i
        FULL JOIN (
            SELECT lead_id, lower("values" ->> @field) AS value
            FROM lead WHERE account_id = @account AND "values" ->> @field IS NOT NULL) l USING (lead_id, value)
        WHERE i.value IS NULL OR l.value IS NULL OR i.lead_id IS DISTINCT FROM l.lead_id
        """,
        new { account = AccountId, field });

    public async Task<T> One<T>(string sql, object parameters)
    {
        await using var connection = await server.Database.Open(AccountId);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task Execute(string sql, object parameters)
    {
        await using var connection = await server.Database.Open(AccountId);
        await connection.ExecuteAsync(sql, parameters);
    }
}
