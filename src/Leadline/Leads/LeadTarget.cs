using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Leads;

/// <summary>How a command finds its lead.</summary>
internal enum LeadMatch
{
    /// <summary>Always a new lead; a unique value that is taken is a duplicate.</summary>
    New,

    /// <summary>The lead of <see cref="LeadTarget.LeadId"/>, which must exist.</summary>
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

/// <summary>The lead that a command means, and what it sets on it.</summary>
internal sealed record LeadTarget(LeadMatch Match, LeadInput Input)
{
    /// <summary>The lead of <see cref="LeadMatch.ById"/>.</summary>
    public Guid? LeadId { get; init; }

    public LeadUpdateBehavior Behavior { get; init; }

    /// <summary>
    /// A lead that was merged is not there: most writes to it mean the lead that it is a part of, a deletion does not.
    /// </summary>
    public bool MeansItself { get; init; }

    /// <summary>A lead that is found by other means than its id must exist: nothing is created.</summary>
    public bool MustExist { get; init; }

    /// <summary>LeadSquared's webhooks stay silent about a lead that is changed (core §2.3).</summary>
    public bool IsQuiet { get; init; }

    /// <summary>A new lead may lack mandatory fields: nobody is there who could be asked for them.</summary>
    public bool MayLackMandatory { get; init; }

    /// <summary>A lead that must exist and stays as it is.</summary>
    public static LeadTarget ForId(Guid leadId) => new(LeadMatch.ById, LeadInput.None)
    {
        LeadId = leadId,
        Behavior = LeadUpdateBehavior.DoNotUpdate,
    };

    /// <summary>Checks what a caller sent about the lead against the account's definitions.</summary>
    public static Result<LeadTarget> Read(
        Definitions definitions, LeadMatch match, IReadOnlyList<LeadProperty> properties)
    {
        var input = LeadInput.Read(definitions.Account, definitions.Lead, properties);
        if (input.Failure is { } failure)
            return failure;
        return input.Value.SearchBy is { } searchBy && !IsUnique(definitions.Lead, searchBy)
            ? new Failure(ErrorCode.InvalidInput, ErrorTexts.InvalidSearchBy)
            : new LeadTarget(match, input.Value);
    }

    /// <summary>The one lead that has this value in a unique field. It must exist.</summary>
    public static Result<LeadTarget> Read(Definitions definitions, string searchBy, string? value)
    {
        LeadProperty[] search =
        [
            new() { Attribute = searchBy, Value = value },
            new() { Attribute = LeadFieldNames.SearchBy, Value = searchBy },
        ];
        var target = Read(definitions, LeadMatch.ByIdentity, search);
        return target.Failure is { } failure
            ? failure
            : target.Value with { MustExist = true, Behavior = LeadUpdateBehavior.DoNotUpdate };
    }

    /// <summary>
    /// Commands that are known to mean the same lead share a lane; those that only may, lock each other out.
    /// </summary>
    public int LaneHash(int accountId) => LeadId is { } id
        ? HashCode.Combine(accountId, id)
        : SearchKey() is { } searched ? searched.GetHashCode()
        : Input.Keys is [var first, ..] ? first.GetHashCode()
        : HashCode.Combine(accountId, Input.ProspectId ?? Guid.Empty);

    /// <summary>
    /// The key that SearchBy names; null when it names none or its field has no value, and then the call's own rule
    /// holds.
    /// </summary>
    public IdentityKey? SearchKey()
    {
        if (Input.SearchBy is not { } field)
            return null;

        // Core §2.6: with ProspectID, EmailAddress, Phone and SearchBy all passed, SearchBy is ignored.
        if (Match == LeadMatch.Capture && Input.ProspectId is not null
            && Input.Key(LeadFieldNames.EmailAddress) is not null && Input.Key(LeadFieldNames.Phone) is not null)
            return null;
        foreach (var key in Input.Keys)
            if (key.Field.Equals(field, StringComparison.OrdinalIgnoreCase))
                return key;
        return null;
    }

    private static bool IsUnique(FieldCatalog catalog, string field) =>
        field.Equals(LeadFieldNames.ProspectId, StringComparison.OrdinalIgnoreCase)
        || catalog.FindAnyCase(field) is { Unique: not Uniqueness.None };
}
