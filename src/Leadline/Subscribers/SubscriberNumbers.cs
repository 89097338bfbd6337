using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Subscribers;

/// <summary>
/// The number that ISPCRM's clients know a lead by, from 101; a new lead's is given late in its transaction.
/// </summary>
internal sealed record SubscriberNumber(int AccountId, Guid LeadId, string Status, DateTime CreatedOn) : INumbered
{
    public long Number { get; set; }
}

/// <summary>The numbers of a batch's leads.</summary>
internal sealed class SubscriberNumbers : LeadBatchPart
{
    private readonly Dictionary<(int AccountId, Guid LeadId), SubscriberNumber?> numbers = [];

    /// <summary>Has the lead's number read, if it has one.</summary>
    public void Want(int accountId, Guid leadId) => numbers.TryAdd((accountId, leadId), null);

    /// <summary>The lead's number; null when it has none.</summary>
    public SubscriberNumber? Find(int accountId, Guid leadId) => numbers.GetValueOrDefault((accountId, leadId));

    public void Add(SubscriberNumber number) => numbers[(number.AccountId, number.LeadId)] = number;

    public override void Read(WriteUnit unit)
    {
        if (numbers.Count == 0)
            return;
        using var query = unit.Query();
        var accounts = numbers
            .Keys.GroupBy(lead => lead.AccountId, lead => lead.LeadId)
            .OrderBy(account => account.Key)
            .ToList();
        foreach (var account in accounts)
            query.BatchCommands.Add(SubscriberStore.FindNumbers(account.Key, [.. account]));
        using var reader = query.ExecuteReader();
        foreach (var account in accounts)
        {
            while (reader.Read())
                Add(SubscriberStore.ReadNumber(account.Key, reader));
            reader.NextResult();
        }
    }
}
