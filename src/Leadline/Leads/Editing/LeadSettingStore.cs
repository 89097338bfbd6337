using Dapper;
using Leadline.Storage;

namespace Leadline.Leads.Editing;

/// <summary>The SQL of how an account works with leads.</summary>
internal sealed class LeadSettingStore(Database database)
{
    /// <summary>
    /// Whether it is told that a value is one of a lead that the caller may not see; true unless said otherwise.
    /// </summary>
    public async Task<bool> TellsHiddenDuplicates(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<bool?>(
            "SELECT tells_hidden_duplicates FROM lead_setting WHERE account_id = @accountId",
            new { accountId }) ?? true;
    }

    public Task Change(int accountId, bool tellsHiddenDuplicates) =>
        database.Transaction(accountId, connection => connection.ExecuteAsync(
            """
            INSERT INTO lead_setting (account_id, tells_hidden_duplicates) VALUES (@accountId, @tellsHiddenDuplicates)
            ON CONFLICT (account_id) DO UPDATE SET tells_hidden_duplicates = @tellsHiddenDuplicates
            """,
            new { accountId, tellsHiddenDuplicates }));
}
