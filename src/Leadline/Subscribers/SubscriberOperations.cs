using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.Storage.Batching;

namespace Leadline.Subscribers;

/// <summary>
/// What an internet provider's systems do with leads: the account's own leads, under numbers of their own.
/// </summary>
internal sealed class SubscriberOperations(
    LeadOperations leads, ActivityTypeOperations types, SubscriberStore store)
{
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
        var enquiry = new Enquiry(lead);
        return await leads.Run(
            caller,
            async definitions => CaptureSubscriber.Prepare(
                caller, definitions, await types.Get(caller.AccountId), enquiry),
            claim,
            cancellation);
    }

    /// <summary>The lead of an ISPCRM number.</summary>
    public async Task<Result<Subscriber>> FindLead(Caller caller, long number) =>
        await store.FindLead(caller, number) is { } subscriber ? subscriber : Unknown;

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
            user.Field("PhoneMobile") ?? user.Field("PhoneMain"),
            Status: "active");
    }
}
