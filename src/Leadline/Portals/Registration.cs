using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Storage.Batching;

namespace Leadline.Portals;

/// <summary>
/// Makes a lead a portal user (extended §4.3). The lead and its way in commit together; the passwords are taken out of
/// the lead's values before anything else looks at these.
/// </summary>
internal sealed class Registration(
    Database database,
    LeadOperations leads,
    LeadReads reads,
    FieldOperations fields,
    PortalUserStore users,
    PasswordHashQueue passwords,
    PortalMails mails, OneTimeTokens tokens, SignInThrottle throttle)
{
    public const string Password = "mx_Portal_Password";
    public const string Confirmation = "mx_Portal_Confirm_Password";

    private static readonly Failure NoPassword = new(
        ErrorCode.MalformedBody, $"LeadFields must hold {Password} and {Confirmation}.");

    private static readonly Failure Different = new(
        ErrorCode.InvalidInput, "Password and confirmation are not the same.");

    private static readonly Failure NoIdentifier = new(
        ErrorCode.MalformedBody, "LeadFields must hold a value of a unique lead field, such as EmailAddress.");

    /// <summary>The lead that is a portal user from now on.</summary>
    public async Task<Result<Guid>> Register(
        PortalContext context, IReadOnlyList<LeadProperty> leadFields, bool onlyNewLead, Claim<Result<Guid>>? claim,
        CancellationToken cancellation)
    {
        if (passwords.IsFull)
            return PasswordHashQueue.Overloaded;
        var read = await Read(context, leadFields);
        if (read.Failure is { } refusal)
            return refusal;
        var (properties, field, value, password) = read.Value;
        var known = await reads.ByUnique(context.Caller, field, value, cancellation);
        if (known.Failure is { } unreadable)
            return unreadable;
        var onlyNew = onlyNewLead || !context.Portal.Settings.RegisterExistingLeads;
        if (known.Value is { } lead && (onlyNew || await users.PasswordHash(context.Portal, lead.Id) is not null))
            return RegisterPortalUser.Exists;

        var hash = await passwords.Hash(password);
        if (hash.Failure is { } overloaded)
            return overloaded;
        return await leads.Run(
            context.Caller,
            definitions => RegisterPortalUser.Prepare(
                context.Caller, definitions, context.Portal, properties, onlyNew, hash.Value),
            claim,
            cancellation);
    }

    /// <summary>
    /// As <see cref="Register"/>, where anybody may type any address: a lead that is there already is sent a link
    /// instead, and only who reads its mail gets in. Null when a link was sent.
    /// </summary>
    public async Task<Result<Guid?>> RegisterHosted(
        PortalContext context, IReadOnlyList<LeadProperty> leadFields, CancellationToken cancellation)
    {
        var registered = await Register(context, leadFields, onlyNewLead: true, claim: null, cancellation);
        if (registered.Failure is null)
            return registered.Value;
        if (!ReferenceEquals(registered.Failure, RegisterPortalUser.Exists))
            return registered.Failure;
        var email =
            leadFields.FirstOrDefault(property => property.Attribute == LeadFieldNames.EmailAddress)?.Value ?? "";
        var found = await reads.ByUnique(context.Caller, LeadFieldNames.EmailAddress, email, cancellation);
        if (found.Failure is not null || found.Value is not { } lead)
            return registered.Failure;

        if (await throttle.CountRequest(context, SignInThrottle.SubjectOf(lead.Id, "", "")) is { } wait)
            return wait;
        await database.Transaction(
            context.AccountId,
            async connection =>
            {
                var token = await tokens.AddReset(connection, context.Portal, lead.Id);
                await mails.SendActivation(connection, context, lead, token);
            },
            cancellation);
        return (Guid?)null;
    }

    /// <summary>Parts the passwords from the lead's values, and finds the first value that identifies a lead.</summary>
    private async Task<
        Result<(IReadOnlyList<LeadProperty> Properties, string Field, string Value, string Password)>
    > Read(PortalContext context, IReadOnlyList<LeadProperty> leadFields)
    {
        string? password = null, confirmation = null;
        (string Field, string Value)? identifier = null;
        var catalog = (await fields.Get(context.AccountId)).Lead;
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
                if (
                    identifier is null
                    && property is { Attribute: { } name, Value: { } value }
                    && !UnicodeText.IsBlank(value)
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
        if (context.Portal.Settings.Passwords.Check(password) is { } weak)
            return weak;
        properties.Add(new LeadProperty { Attribute = LeadFieldNames.SearchBy, Value = found.Field });
        return (properties, found.Field, found.Value, password);
    }

    private static bool Is(LeadProperty property, string name) =>
        name.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);
}
