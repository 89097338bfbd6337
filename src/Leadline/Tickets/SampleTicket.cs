using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets.Sla;
using Npgsql;

namespace Leadline.Tickets;

/// <summary>
/// The ticket that the API's example posts on: a new account with the sample has it, and the lead that it is of.
/// </summary>
internal sealed class SampleTicket(DeskOperations desks, TimeProvider clock)
{
    private const long Number = 1;

    private const string CustomerEmail = "customer@example.com";

    /// <summary>
    /// Adds both rows in the transaction that makes the account. The usual write path is of no use here: nobody else
    /// sees the account yet.
    /// </summary>
    public async Task Add(NpgsqlConnection connection, AccountInMaking made)
    {
        if (!made.WithSample)
            return;
        made.Sample["ticketId"] = Number.ToString();
        var desk = await desks.Load(connection, made.Id);
        var owner = made.Admin;
        var account = new Account
        {
            Id = made.Id,
            Name = made.Settings.Name,
            TimeZone = made.Settings.TimeZone,
            Users = new Dictionary<Guid, User> { [owner.Id] = owner },
            Keys = new Dictionary<string, ApiKey>(),
        };
        var caller = new Caller(account, owner);
        var now = clock.Now();
        var lead = new Lead
        {
            AccountId = account.Id,
            Id = Ids.New(),
            Number = 1,
            OwnerId = owner.Id,
            CreatedBy = owner.Id,
            ModifiedBy = owner.Id,
            CreatedOn = now,
            ModifiedOn = now,
            LastModifiedOn = now,
            Values = new()
            {
                [LeadFieldNames.FirstName] = "Sample",
                [LeadFieldNames.LastName] = "Customer",
                [LeadFieldNames.EmailAddress] = CustomerEmail,
            },
        };
        foreach (var field in StandardLeadFields.All)
            if (field.DefaultValue is { } initial)
                lead.Values[field.SchemaName] = initial;
        var ticket = new Ticket
        {
            AccountId = account.Id,
            Id = Ids.New(),
            Number = Number,
            LeadId = lead.Id,
            CreatedOn = now,
            CreatedBy = owner.Id,
            ModifiedOn = now,
            ModifiedBy = owner.Id,
            Values = new Dictionary<string, string>
            {
                [TicketFieldNames.Title] = "Sample ticket",
                [TicketFieldNames.Description] = "Post a portal activity on this ticket.",
                [TicketFieldNames.Type] = "General",
                [TicketFieldNames.Status] = "Open",
                [TicketFieldNames.Priority] = "Medium",
                [TicketFieldNames.Channel] = "Portal",
            },
        };

        var rows = new RowBuffer();
        rows.Add(LeadStore.Insert, new LeadRow(lead, MobileKey: null, LeadStore.Json(lead.Values)));
        rows.Add(LeadStore.AddIdentity, new LeadIdentity(
            new IdentityKey(account.Id, LeadFieldNames.EmailAddress, CustomerEmail), lead.Id));
        rows.Add(EventStore.Append, Event.By(caller, LeadEvents.Created, lead.Id, recordId: null, now));
        TicketRecords.AddNew(rows, caller, desk, new TicketEdit(SlaRules.Begin(ticket, desk, now)), now);
        await rows.Write(connection);
        await CounterStore.Begin(connection, account.Id, LeadRules.NumberCounter, lead.Number + 1);
        await CounterStore.Begin(connection, account.Id, TicketCounters.Ticket, Number + 1);
    }
}
