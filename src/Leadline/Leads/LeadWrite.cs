using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>How a write finds its lead.</summary>
internal enum LeadMatch
{
    /// <summary>Always a new lead; a unique value that is taken is a duplicate.</summary>
    New,

    /// <summary>The lead of <see cref="LeadWrite.LeadId"/>, which must exist.</summary>
    ById,

    /// <summary>SearchBy, else e-mail, else phone; none matches: a new lead (core §2.4).</summary>
    ByIdentity,

    /// <summary>As <see cref="ByIdentity"/>, with ProspectID before them (core §2.6).</summary>
    Capture,
}

/// <summary>What happens to the values of a lead that was found (core §2.6, §2.20).</summary>
internal enum LeadUpdateBehavior
{
    UpdateAll,
    DoNotUpdate,
    UpdateOnlyEmptyFields,
    DoNotUpdateUniqueFields,
}

/// <summary>What a write came to.</summary>
internal readonly record struct LeadWritten(Guid LeadId, bool IsCreated);

/// <summary>
/// A feature's part of a batch: runs once the leads that the writes may be about are found and locked, before the first of
/// them is changed.
/// </summary>
internal delegate Task LeadStage(WriteUnit unit, LeadBatch batch, IReadOnlyList<LeadWrite> writes);

/// <summary>One caller's write of one lead, on its way through a shared transaction.</summary>
internal sealed class LeadWrite(Caller caller, LeadMatch match, IReadOnlyList<LeadProperty> properties)
{
    public Caller Caller { get; private set; } = caller;

    public LeadMatch Match => match;

    /// <summary>The lead of <see cref="LeadMatch.ById"/>.</summary>
    public Guid? LeadId { get; init; }

    public LeadUpdateBehavior Behavior { get; init; }

    /// <summary>A lead that is found by other means than its id must exist: nothing is created.</summary>
    public bool MustExist { get; init; }

    /// <summary>The account's definitions that <see cref="Input"/> was checked against.</summary>
    public long DefinitionsVersion { get; private set; }

    public LeadInput Input { get; private set; } = null!;

    /// <summary>
    /// Checks what else the call carries against the definitions; a failure refuses the call before anything is changed.
    /// Runs once more with definitions that have changed meanwhile.
    /// </summary>
    public Func<Account, AccountFields, LeadInput, Failure?>? Check { get; init; }

    /// <summary>Reads what <see cref="Then"/> needs to know, for all writes of a batch that have the same stage.</summary>
    public LeadStage? Stage { get; init; }

    /// <summary>What the stage knows the write by: the call that it belongs to.</summary>
    public object? Call { get; init; }

    /// <summary>Adds what else belongs to the same transaction, once the lead is known: its activity.</summary>
    public Action<WriteUnit, Lead, DateTime>? Then { get; init; }

    public Result<LeadWritten> Outcome { get; set; }

    /// <summary>The number that a new lead takes; kept when the transaction has to be run again.</summary>
    public long? Number { get; set; }

    /// <summary>Why the input does not fit the definitions; null when it does.</summary>
    public Failure? Refusal { get; private set; }

    /// <summary>Checks the input against the account's definitions; returns <see cref="Refusal"/>.</summary>
    public Failure? Prepare(Account account, AccountFields fields)
    {
        if (!ReferenceEquals(Caller.Account, account))
            Caller = Caller with { Account = account };
        DefinitionsVersion = Math.Min(account.Version, fields.Version);
        var input = LeadInput.Read(account, fields.Lead, properties);
        if (input.Failure is { } failure)
            return Refusal = failure;
        Input = input.Value;
        Refusal = Input.SearchBy is { } searchBy ? CheckSearchBy(fields.Lead, searchBy) : null;
        return Refusal ??= Check?.Invoke(account, fields, Input);
    }

    /// <summary>Writes that may meet the same lead share a lane.</summary>
    public int LaneHash() => LeadId is { } id
        ? HashCode.Combine(Caller.AccountId, id)
        : SearchKey() is { } searched ? searched.GetHashCode()
        : Input.Keys is [var first, ..] ? first.GetHashCode()
        : HashCode.Combine(Caller.AccountId, Input.ProspectId ?? Guid.Empty);

    /// <summary>The key that SearchBy names; null when it names none or its field has no value, and then the call's own rule holds.</summary>
    public IdentityKey? SearchKey()
    {
        if (Input.SearchBy is not { } field)
            return null;

        // Core §2.6: with ProspectID, EmailAddress, Phone and SearchBy all passed, SearchBy is ignored.
        if (match == LeadMatch.Capture && Input.ProspectId is not null
            && Input.Key(LeadFieldNames.EmailAddress) is not null && Input.Key(LeadFieldNames.Phone) is not null)
            return null;
        foreach (var key in Input.Keys)
            if (key.Field.Equals(field, StringComparison.OrdinalIgnoreCase))
                return key;
        return null;
    }

    private static Failure? CheckSearchBy(FieldCatalog catalog, string searchBy) =>
        searchBy.Equals(LeadFieldNames.ProspectId, StringComparison.OrdinalIgnoreCase)
        || catalog.FindAnyCase(searchBy) is { Unique: not Uniqueness.None }
            ? null
            : new Failure(ErrorCode.InvalidInput, "Invalid SearchBy value provided");
}
