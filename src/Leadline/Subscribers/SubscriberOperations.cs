using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Subscribers;

/// <summary>
/// What an internet provider's systems do with leads: the account's own leads, under numbers of their own.
/// </summary>
internal sealed class SubscriberOperations(LeadOperations leads, SubscriberStore store)
{
    private const string Source = "ISPCRM";

    private static readonly Failure Incomplete = new(
        ErrorCode.MissingAttribute, "name, email and phone are mandatory.");
    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Subscriber not found");

    /// <inheritdoc cref="CaptureSubscriber"/>
    public async Task<Result<SubscriberNumber>> CreateLead(
        Caller caller, CreateLeadBody lead, Claim<Result<SubscriberNumber>>? claim, CancellationToken cancellation)
    {
        if (
            UnicodeText.IsBlank(lead.Name ?? "")
            || UnicodeText.IsBlank(lead.Email ?? "")
            || UnicodeText.IsBlank(lead.Phone ?? ""))
            return Incomplete;
        var properties = Properties(lead);
        return await leads.Run(
            caller, definitions => CaptureSubscriber.Prepare(caller, definitions, properties), claim, cancellation);
    }

    /// <summary>The lead of an ISPCRM number.</summary>
    public async Task<Result<Subscriber>> FindLead(Caller caller, long number) =>
        await store.FindLead(caller.AccountId, number) is { } subscriber ? subscriber : Unknown;

    /// <summary>The calling user.</summary>
    public async Task<Subscriber> Self(Caller caller)
    {
        var user = caller.User;
        var number = await store.NumberOfUser(caller.AccountId, user.Id);
        return new Subscriber(
            number,
            user.Id.ToString(),
            user.Email,
            user.FirstName,
            user.LastName,
            user.Email,
            Phone: null,
            Status: "active");
    }

    private static List<LeadProperty> Properties(CreateLeadBody lead)
    {
        var (firstName, lastName) = SplitName(lead.Name!.Trim());
        List<LeadProperty> properties =
        [
            Property("FirstName", firstName),
            Property("LastName", lastName),
            Property("EmailAddress", lead.Email),
            Property("Phone", lead.Phone),
            Property("Source", Source),
        ];
        if (lead.Address is not null)
            properties.Add(Property("mx_Street1", lead.Address));
        if (lead.Remarks is not null)
            properties.Add(Property("Notes", lead.Remarks));
        return properties;
    }

    // The whole name replaces the whole name: John after Jane Doe is John, not John Doe.
    private static (string First, string Last) SplitName(string name)
    {
        var blank = name.AsSpan().IndexOfAny(" \t\u00a0");
        return blank < 0 ? (name, "") : (name[..blank], name[blank..].Trim());
    }

    private static LeadProperty Property(string name, string? value) => new() { Attribute = name, Value = value };
}
