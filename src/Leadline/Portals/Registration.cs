using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>
/// Makes a lead a portal user (extended §4.3). The lead and its way in commit together; the passwords are taken out of the
/// lead's values before anything else looks at these.
/// </summary>
internal sealed class Registration(
    Database database, LeadOperations leads, LeadReads reads, FieldOperations fields, PortalUserStore users, PasswordWork passwords,
    PortalTexts texts, PortalProofs proofs, Attempts attempts, TimeProvider clock)
{
    public const string Password = "mx_Portal_Password";
    public const string Confirmation = "mx_Portal_Confirm_Password";

    // The text that front ends compare (extended §4.3).
    private static readonly Failure Exists = new(ErrorCode.Duplicate, "User already exists.");

    private static readonly Failure NoPassword = new(
        ErrorCode.MalformedBody, $"LeadFields must hold {Password} and {Confirmation}.");

    private static readonly Failure Different = new(ErrorCode.InvalidInput, "Password and confirmation are not the same.");

    private static readonly Failure NoIdentifier = new(
        ErrorCode.MalformedBody, "LeadFields must hold a value of a unique lead field, such as EmailAddress.");

    /// <summary>The lead that is a portal user from now on.</summary>
    public async Task<Result<Guid>> Register(
        Visit visit, IReadOnlyList<LeadProperty> leadFields, bool onlyNewLead, CancellationToken cancellation)
    {
        if (passwords.IsFull)
            return PasswordWork.Overloaded;
        var read = await Read(visit, leadFields);
        if (read.Failure is { } refusal)
            return refusal;
        var (properties, field, value, password) = read.Value;
        var known = await reads.ByUnique(visit.Caller, field, value, cancellation);
        if (known.Failure is { } unreadable)
            return unreadable;
        var onlyNew = onlyNewLead || !visit.Portal.Settings.RegisterExistingLeads;
        if (known.Value is { } lead && (onlyNew || await users.PasswordHash(visit.Portal, lead.Id) is not null))
            return Exists;

        var hash = await passwords.Hash(password);
        return hash.Failure is { } overloaded ? overloaded : await Write(visit, properties, hash.Value, onlyNew, cancellation);
    }

    /// <summary>
    /// As <see cref="Register"/>, where anybody may type any address: a lead that is there already is sent a link instead, and
    /// only who reads its mail gets in. Null when a link was sent.
    /// </summary>
    public async Task<Result<Guid?>> RegisterHosted(Visit visit, IReadOnlyList<LeadProperty> leadFields, CancellationToken cancellation)
    {
        var registered = await Register(visit, leadFields, onlyNewLead: true, cancellation);
        if (registered.Failure is null)
            return registered.Value;
        if (!ReferenceEquals(registered.Failure, Exists))
            return registered.Failure;
        var email = leadFields.FirstOrDefault(property => property.Attribute == LeadFieldNames.EmailAddress)?.Value ?? "";
        var found = await reads.ByUnique(visit.Caller, LeadFieldNames.EmailAddress, email, cancellation);
        if (found.Failure is not null || found.Value is not { } lead)
            return registered.Failure;

        // Registering counts like guessing here: it must not fill a stranger's mailbox.
        if (await attempts.CountAddress(visit) is { } wait)
            return wait;
        if (await attempts.CountLead(visit, [.. Attempts.SubjectOf(lead.Id, "", ""), 1]) is { } leadWait)
            return leadWait;
        await database.Transaction(
            async connection =>
            {
                var token = await proofs.AddReset(connection, visit.Portal, lead.Id);
                await texts.SendActivation(connection, visit, lead, token);
            },
            cancellation);
        return (Guid?)null;
    }

    private async Task<Result<Guid>> Write(
        Visit visit, IReadOnlyList<LeadProperty> properties, string hash, bool onlyNew, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var written = await leads.Write(
            new LeadWrite(visit.Caller with { Transaction = connection }, onlyNew ? LeadMatch.New : LeadMatch.ByIdentity, properties),
            cancellation);
        if (written.Failure is { } failure)
            return onlyNew && failure.Code == ErrorCode.Duplicate ? Exists : failure;
        var leadId = written.Value.LeadId;
        var now = clock.GetUtcNow().UtcDateTime;
        if (!await PortalUserStore.Add(connection, visit.Portal, leadId, hash, now))
            return Exists;
        await PortalEvents.Append(connection, visit, PortalEvents.Registered, leadId, now);
        await transaction.CommitAsync(cancellation);
        return leadId;
    }

    /// <summary>Parts the passwords from the lead's values, and finds the first value that identifies a lead.</summary>
    private async Task<Result<(IReadOnlyList<LeadProperty> Properties, string Field, string Value, string Password)>> Read(
        Visit visit, IReadOnlyList<LeadProperty> leadFields)
    {
        string? password = null, confirmation = null;
        (string Field, string Value)? identifier = null;
        var catalog = (await fields.Of(visit.AccountId)).Lead;
        var properties = new List<LeadProperty>(leadFields.Count + 1);
        foreach (var property in leadFields)
        {
            if (Is(property, Password))
                password = property.Value;
            else if (Is(property, Confirmation))
                confirmation = property.Value;
            else if (!Is(property, LeadFieldNames.SearchBy) && !Is(property, LeadFieldNames.ProspectId)
                && !Is(property, LeadFieldNames.UseUserDefinedGuid))
            {
                properties.Add(property);
                if (identifier is null && property is { Attribute: { } name, Value: { } value } && !string.IsNullOrWhiteSpace(value)
                    && catalog.FindAnyCase(name) is { Unique: not Uniqueness.None } field)
                    identifier = (field.SchemaName, value);
            }
        }

        if (string.IsNullOrEmpty(password) || confirmation is null)
            return NoPassword;
        if (identifier is not { } found)
            return NoIdentifier;
        if (password != confirmation)
            return Different;
        if (visit.Portal.Settings.Passwords.Check(password) is { } weak)
            return weak;
        properties.Add(new LeadProperty { Attribute = LeadFieldNames.SearchBy, Value = found.Field });
        return (properties, found.Field, found.Value, password);
    }

    private static bool Is(LeadProperty property, string name) => name.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);
}
