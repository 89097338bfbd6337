using System.IO.Pipelines;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Npgsql;

namespace Leadline.PersonalData;

/// <summary>
/// The data of one person: what is held, and requests to export or erase it, which administrators alone may make.
/// </summary>
internal sealed class PersonalDataOperations(
    Database database,
    PersonalRequestStore requests,
    PersonalDataStore data,
    LeadReadStore leads,
    FieldOperations fields,
    TimeProvider clock)
{
    /// <summary>Most leads of one request: whoever has more is not one person.</summary>
    public const int MostLeads = 20;

    public const int LongestReason = 500;

    /// <summary>How long the file of an export can be fetched.</summary>
    public static readonly TimeSpan FileKept = TimeSpan.FromDays(7);

    private static readonly Failure UnknownRequest = new(ErrorCode.UnknownRecord, "There is no such request.");

    private static readonly Failure NoFile = new(ErrorCode.UnknownRecord, "There is no file, or no longer.");

    /// <summary>The leads that have an address or a number, with what is held on each.</summary>
    public async Task<Result<IReadOnlyList<PersonalHolding>>> Search(
        Caller caller, string? text, CancellationToken cancellation)
    {
        if (caller.RefuseUnlessAdministrator("see a person's data") is { } notPermitted)
            return notPermitted;
        if (string.IsNullOrWhiteSpace(text))
            return new Failure(ErrorCode.MissingAttribute, "An e-mail address or a phone number is mandatory.")
            {
                Field = "emailOrPhone",
            };
        var catalog = (await fields.Get(caller.AccountId)).Lead;
        var holdings = new List<PersonalHolding>();
        foreach (var lead in await Having(caller, catalog, text.Trim(), cancellation))
        {
            var found = lead.Parse();
            var traces = (await TracesOf(caller.Account, catalog, [found])).Traces;
            holdings.Add(new PersonalHolding(
                lead.Id,
                found.Name,
                found.Value(LeadFieldNames.EmailAddress),
                found.Value(LeadFieldNames.Phone) ?? found.Value(LeadFieldNames.Mobile),
                await data.Count(caller.AccountId, traces)));
        }

        return holdings;
    }

    /// <summary>Takes a request in, to be carried out in the background.</summary>
    public async Task<Result<PersonalRequest>> Add(
        Caller caller,
        NpgsqlConnection? within,
        PersonalRequestKind? kind,
        IReadOnlyList<Guid>? leadIds,
        string? reason)
    {
        if (caller.RefuseUnlessAdministrator("export or erase a person's data") is { } notPermitted)
            return notPermitted;
        if (kind is not { } wanted)
            return new Failure(ErrorCode.InvalidInput, "export or erase.") { Field = "kind" };
        if (string.IsNullOrWhiteSpace(reason))
            return new Failure(ErrorCode.MissingAttribute, "A reason is mandatory.") { Field = "reason" };
        if (reason.Trim().Length > LongestReason || !FieldRules.IsStorable(reason))
            return new Failure(ErrorCode.InvalidInput, $"A reason has at most {LongestReason} characters.")
            {
                Field = "reason",
            };
        Guid[] named = [.. (leadIds ?? []).Distinct()];
        if (named.Length is 0 or > MostLeads)
            return new Failure(ErrorCode.InvalidInput, $"A request names 1 to {MostLeads} leads.")
            {
                Field = "leadIds",
            };
        if ((await leads.ByIds(caller.AccountId, named, CancellationToken.None)).Count < named.Length)
            return LeadRules.Unknown with { Field = "leadIds" };
        var request = new PersonalRequest
        {
            AccountId = caller.AccountId,
            RequestId = Ids.New(),
            Kind = wanted,
            LeadIds = named,
            Reason = reason.Trim(),
            UserId = caller.User.Id,
            CreatedOn = clock.Now(),
        };
        await database.Transaction(
            caller.AccountId,
            within,
            async connection =>
            {
                await PersonalRequestStore.Add(connection, request);
                return true;
            },
            CancellationToken.None);
        return request;
    }

    public async Task<Result<IReadOnlyList<PersonalRequest>>> List(Caller caller, Guid? before, int most) =>
        caller.RefuseUnlessAdministrator("see these requests") is { } notPermitted
            ? notPermitted
            : Result<IReadOnlyList<PersonalRequest>>.Success(await requests.List(caller.AccountId, before, most));

    public async Task<Result<PersonalRequest>> Find(Caller caller, Guid? requestId) =>
        caller.RefuseUnlessAdministrator("see these requests") is { } notPermitted ? notPermitted
            : requestId is { } id && await requests.Find(caller.AccountId, id) is { } found ? found
            : UnknownRequest;

    /// <summary>A request whose file can be fetched.</summary>
    public async Task<Result<PersonalRequest>> FindFile(Caller caller, Guid? requestId)
    {
        var found = await Find(caller, requestId);
        return found.Failure is null && !HasFile(found.Value) ? NoFile : found;
    }

    public bool HasFile(PersonalRequest request) => request.Bytes is not null && request.FileUntil > clock.Now();

    /// <summary>Writes the file of an export.</summary>
    public async Task Send(PersonalRequest request, PipeWriter body, CancellationToken cancellation)
    {
        var parts = (request.Bytes!.Value + PersonalRequestStore.PartBytes - 1) / PersonalRequestStore.PartBytes;
        for (var part = 0; part < parts; part++)
        {
            var content = await requests.ReadPart(request.AccountId, request.RequestId, part, cancellation)
                ?? throw new EndOfStreamException("A piece of the file is gone.");
            await body.WriteAsync(content, cancellation);
        }
    }

    public Task RemoveOld(int accountId) => requests.RemoveOld(accountId, clock.Now());

    /// <summary>The leads of a request, and by what all that is held of them is known.</summary>
    public async Task<(int Found, PersonalTraces Traces)> TracesOf(Account account, Guid[] leadIds)
    {
        var catalog = (await fields.Get(account.Id)).Lead;
        var found = await leads.ByIds(account.Id, leadIds, CancellationToken.None);
        return await TracesOf(account, catalog, [.. found.Select(lead => lead.Parse())]);
    }

    private async Task<(int Found, PersonalTraces Traces)> TracesOf(
        Account account, FieldCatalog catalog, IReadOnlyList<Lead> found)
    {
        var merged = await data.Merged(account.Id, [.. found.Select(lead => lead.Id)]);
        var traces = PersonalTraceRules.Of(
            account,
            catalog,
            [.. found.Select(lead => lead.Id), .. merged.Select(lead => lead.LeadId)],
            [.. found.Select(lead => lead.Values), .. merged.Select(lead => PersonalTraceRules.Values(lead.Values))]);
        return (found.Count, traces);
    }

    /// <summary>By the same rules as writes find a lead: an address, or a number in any spelling.</summary>
    private async Task<IReadOnlyList<StoredLead>> Having(
        Caller caller, FieldCatalog catalog, string text, CancellationToken cancellation)
    {
        var isEmail = text.Contains('@', StringComparison.Ordinal);
        var field = catalog.Find(isEmail ? LeadFieldNames.EmailAddress : LeadFieldNames.Phone);
        if (field is null || LeadInput.Key(caller.Account, field, text) is not { } key)
            return [];
        if (!isEmail)
            return await leads.AllByPhone(key, MostLeads, cancellation);
        return await leads.ByKey(key, cancellation) is { } lead ? [lead] : [];
    }
}
