using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Portals.Hosted;
using Npgsql;

namespace Leadline.Portals;

/// <summary>An account's portals: made, changed and found.</summary>
internal sealed class PortalOperations(
    PortalCache cache, AccountOperations accounts, FieldOperations fields, TimeProvider clock)
{
    private const int MostMinutes = 60 * 24 * 30;
    private const int MostTrusted = 100;

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such portal.");

    /// <summary>Only administrators look after portals and their keys (extended §4.1).</summary>
    public static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator();

    public async Task<IReadOnlyList<Portal>> All(Caller caller) => (await cache.Get(caller.AccountId)).Portals;

    public async Task<Result<Portal>> Find(Caller caller, Guid portalId) =>
        (await All(caller)).FirstOrDefault(portal => portal.Id == portalId) is { } portal ? portal : Unknown;

    public async Task<Result<Portal>> Create(Caller caller, string? name, bool isActive, PortalSettings settings)
    {
        if ((Refuse(caller) ?? Check(name, settings) ?? await CheckFields(caller.AccountId, settings)) is { } refusal)
            return refusal;
        var now = clock.GetUtcNow().UtcDateTime;
        var portal = new Portal(
            caller.AccountId, Guid.NewGuid(), name!.Trim(), isActive, settings, caller.User.Id, now, now);
        await cache.Change(caller.AccountId, async connection =>
        {
            await PortalStore.Add(connection, portal);
            return true;
        });
        return portal;
    }

    public async Task<Result<Portal>> Replace(
        Caller caller, Guid portalId, string? name, bool isActive, PortalSettings settings)
    {
        if ((Refuse(caller) ?? Check(name, settings) ?? await CheckFields(caller.AccountId, settings)) is { } refusal)
            return refusal;
        var found = await Find(caller, portalId);
        if (found.Failure is not null)
            return found;
        var changed = found.Value with
        {
            Name = name!.Trim(),
            IsActive = isActive,
            Settings = settings,
            ModifiedOn = clock.GetUtcNow().UtcDateTime,
        };
        return await cache.Change(caller.AccountId, connection => PortalStore.Replace(connection, changed))
            ? changed
            : Unknown;
    }

    public async Task<Failure?> Remove(Caller caller, Guid portalId) =>
        Refuse(caller)
        ?? (
            await cache.Change(
                caller.AccountId,
                connection => PortalStore.Remove(connection, caller.AccountId, portalId))
                ? null
                : Unknown);

    /// <summary>The portal that a new account with the sample's definitions starts with.</summary>
    public async Task<Guid> Seed(NpgsqlConnection connection, int accountId, Guid administrator)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var portal = new Portal(
            accountId,
            Guid.NewGuid(),
            "Customer portal",
            IsActive: true,
            new PortalSettings(),
            administrator,
            now,
            now);
        await PortalStore.Add(connection, portal);
        return portal.Id;
    }

    /// <summary>
    /// A context of a live portal, by its id, or the account's first where the caller names none; null when there is
    /// none.
    /// </summary>
    public async Task<PortalContext?> Enter(int? accountId, Guid? portalId, string address)
    {
        var portal = portalId is { } id ? await cache.Find(id)
            : accountId is { } account ? (await cache.Get(account)).Portals.FirstOrDefault(portal => portal.IsActive)
            : null;
        if (portal is not { IsActive: true } || (accountId is not null && portal.AccountId != accountId)
            || await accounts.Find(portal.AccountId) is not { } owner)
            return null;
        var user =
            owner.Users.GetValueOrDefault(portal.CreatedBy) ?? owner.Users.Values.First(user => user.IsAdministrator);

        // What visitors do is theirs, whatever the portal's maker may do.
        return new PortalContext(portal, new Caller(owner, user).Unrestricted, address);
    }

    /// <inheritdoc cref="AccountOperations.HasChanged"/>
    public async Task<bool> HasChanged(int accountId) =>
        await accounts.Find(accountId) is { } account && await accounts.HasChanged(accountId, account.Version);

    private static Failure? Check(string? name, PortalSettings settings) =>
        string.IsNullOrWhiteSpace(name) || name.Trim().Length > 100 ? Bad("name: 1 to 100 characters.")
        : !settings.AllowedOrigins.All(WebAddress.IsOrigin)
            ? Bad("allowedOrigins: each is an origin such as https://www.example.com, without a path.")
        : settings.TrustedAddresses.Count > MostTrusted || !settings.TrustedAddresses.All(AddressRules.IsRange)
            ? Bad(
                $"trustedAddresses: at most {MostTrusted} addresses or CIDR ranges, such as 203.0.113.7 or 10.0.0.0/8.")
        : !IsPage(settings.Pages.SignIn) || !IsPage(settings.Pages.ResetPassword) || !IsPage(settings.Theme.Logo)
            ? Bad("pages and theme.logo: https addresses, without a user.")
        : settings.Theme.Colour is not ['#', ..]
        || settings.Theme.Colour.Length != 7
        || !int.TryParse(
            settings.Theme.Colour.AsSpan(1),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out _)
            ? Bad("theme.colour: #rrggbb.")
        : settings.SessionMinutes is < 1 or > MostMinutes ? Bad($"sessionMinutes: 1 to {MostMinutes}.")
        : settings.Passwords.MinLength is < Passwords.Shortest or > Passwords.Longest
            ? Bad($"passwords.minLength: {Passwords.Shortest} to {Passwords.Longest}.")
        : PortalMails.Check(settings.Mail);

    private static bool IsPage(string? address) => address is null || WebAddress.Read(address) is not null;

    private async Task<Failure?> CheckFields(int accountId, PortalSettings settings)
    {
        var catalog = (await fields.Get(accountId)).Lead;
        var refused = settings.ProfileFields.FirstOrDefault(name =>
            catalog.FindAnyCase(name) is not { } field || !ProfileFields.MayOffer(field));
        return refused is null
            ? null
            : Bad($"profileFields: '{refused}' is no lead field that a customer may change of itself.");
    }

    private static Failure Bad(string message) => new(ErrorCode.InvalidInput, message);
}
