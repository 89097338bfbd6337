using Leadline.Activities;
using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Sales;

/// <summary>
/// The sales that a batch of commands changes, locked, as the database and the earlier commands of the batch left them.
/// </summary>
internal sealed class SaleBatch : LeadBatchPart
{
    private readonly HashSet<(int AccountId, Guid Id)> wanted = [];
    private readonly Dictionary<(int AccountId, Guid Id), Entry> sales = [];

    public void Want(int accountId, Guid id) => wanted.Add((accountId, id));

    public override void Read(WriteUnit unit)
    {
        if (wanted.Count == 0)
            return;
        using var query = unit.Query();
        foreach (var account in wanted.GroupBy(id => id.AccountId, id => id.Id).OrderBy(account => account.Key))
            query.BatchCommands.Add(SaleStore.FindByIds(account.Key, [.. account]));
        using var reader = query.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                var sale = ActivityReadStore.Read(reader);
                sales[(sale.AccountId, sale.Id)] = new Entry(sale);
            }
        }
        while (reader.NextResult());
    }

    public Activity? Find(int accountId, Guid id) => sales.GetValueOrDefault((accountId, id))?.Activity;

    /// <summary>Gives the sale its new state. Its row is written once, with the last of them.</summary>
    public void Change(RowBuffer rows, Activity sale)
    {
        var entry = sales[(sale.AccountId, sale.Id)];
        entry.Activity = sale;
        if (!entry.IsWritten)
            rows.Add(SaleStore.Update, entry);
        entry.IsWritten = true;
    }

    /// <summary>One sale of the batch.</summary>
    internal sealed class Entry(Activity activity)
    {
        public Activity Activity { get; set; } = activity;

        /// <summary>A row of it stands among those that the unit commits.</summary>
        public bool IsWritten { get; set; }
    }
}
