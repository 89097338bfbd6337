using Dapper;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Sales;

/// <summary>The SQL of sales, which stand among the activities of their leads, and of how an account's work.</summary>
internal sealed class SaleStore(Database database)
{
    public static readonly RowStatement<SaleBatch.Entry> Update = new RowStatement<SaleBatch.Entry>(
            order: 33,
            row => row.Activity.AccountId,
            $"""
            UPDATE activity a SET note = u.note, status = u.status, owner_id = u.owner_id, modified_on = u.modified_on,
                modified_by = u.modified_by, "values" = u."values"
            FROM ({RowSource.Select(
                "activity_id", "note", "status", "owner_id", "modified_on", "modified_by", "values")}) u
            CROSS JOIN {ActivityStore.Place("u.activity_id")} at
            WHERE a.account_id + 0 = $1 AND a.ctid = at.place
            """)
        .WithChangeable(row => row.Activity)
        .With(NpgsqlDbType.Jsonb, row => row.Activity.ValuesJson());

    /// <summary>Finds and locks sales, in the order of their ids.</summary>
    public static NpgsqlBatchCommand FindByIds(int accountId, IReadOnlyCollection<Guid> ids) => LeadStore.Command(
        $"""
        SELECT {ActivityReadStore.Columns}
        FROM ({RowSource.Ordered("activity_id")}) k
        CROSS JOIN LATERAL (
            SELECT a.* FROM activity a
            WHERE a.account_id = $1 AND {RowSource.Key("a.activity_id", "k.activity_id")} FOR UPDATE) a
        WHERE a.event_code = {Sale.EventCode}
        """,
        LeadStore.Account(accountId),
        LeadStore.Array(NpgsqlDbType.Uuid, ids));

    /// <summary>Null where the account has changed none.</summary>
    public async Task<SalesSettings?> Settings(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<SalesSettings>(
            """
            SELECT converts_to_customer AS ConvertsToCustomer, customer_stage AS CustomerStage,
                currency_code AS CurrencyCode, currency_symbol AS CurrencySymbol, currency_name AS CurrencyName
            FROM sales_setting WHERE account_id = @accountId
            """,
            new { accountId });
    }

    /// <summary>Changes what is not null, in one statement: two changes of different members are both kept.</summary>
    public Task ChangeSettings(int accountId, SalesSettingsChange change) =>
        database.Transaction(accountId, connection => connection.ExecuteAsync(
            """
            INSERT INTO sales_setting (account_id, converts_to_customer, customer_stage, currency_code, currency_symbol,
                currency_name)
            VALUES (@accountId, coalesce(@ConvertsToCustomer, @UsualConverts), coalesce(@CustomerStage, @UsualStage),
                coalesce(@CurrencyCode, @UsualCode), coalesce(@CurrencySymbol, @UsualSymbol),
                coalesce(@CurrencyName, @UsualName))
            ON CONFLICT (account_id) DO UPDATE
                SET converts_to_customer = coalesce(@ConvertsToCustomer, sales_setting.converts_to_customer),
                    customer_stage = coalesce(@CustomerStage, sales_setting.customer_stage),
                    currency_code = coalesce(@CurrencyCode, sales_setting.currency_code),
                    currency_symbol = coalesce(@CurrencySymbol, sales_setting.currency_symbol),
                    currency_name = coalesce(@CurrencyName, sales_setting.currency_name)
            """,
            new
            {
                accountId,
                change.ConvertsToCustomer,
                change.CustomerStage,
                change.CurrencyCode,
                change.CurrencySymbol,
                change.CurrencyName,
                UsualConverts = SalesSettings.Usual.ConvertsToCustomer,
                UsualStage = SalesSettings.Usual.CustomerStage,
                UsualCode = SalesSettings.Usual.CurrencyCode,
                UsualSymbol = SalesSettings.Usual.CurrencySymbol,
                UsualName = SalesSettings.Usual.CurrencyName,
            }));
}
