using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Npgsql;

namespace Leadline.Companies;

/// <summary>The kinds of companies of an account, and the fields that they have.</summary>
internal sealed class CompanyTypeOperations(CompanyStore store, FieldOperations fields, TimeProvider clock)
{
    /// <summary>The type that every account starts with.</summary>
    public const string First = "Account";

    /// <summary>The type that the documentation's examples speak of (core §12).</summary>
    public const string OfSample = "Partners";

    private const int MostTypes = 200;
    private const int LongestName = 200;
    private const string Deed = "change types of companies";

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such company type.");

    /// <summary>Gives a new account its types, in the transaction that makes the account.</summary>
    public async Task Seed(NpgsqlConnection connection, AccountInMaking account)
    {
        foreach (var name in account.WithSample ? [First, OfSample] : new[] { First })
            await store.AddType(
                connection, account.Id, new CompanyType(Ids.New(), name, clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>Makes a type; with an id renames that one.</summary>
    public Task<Result<CompanyType>> Save(Caller caller, NpgsqlConnection? within, Guid? id, string? name) =>
        Change(caller, within, async (connection, types) =>
        {
            if (string.IsNullOrWhiteSpace(name))
                return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
            if (name.Length > LongestName || name.Any(char.IsControl))
                return new Failure(ErrorCode.InvalidInput, $"A name is one line of at most {LongestName} characters.")
                {
                    Field = "name",
                };
            if (types.Any(type => type.Id != id
                && type.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)))
                return new Failure(ErrorCode.Duplicate, "A company type with this name exists.") { Field = "name" };
            if (id is null)
            {
                if (types.Count >= MostTypes)
                    return new Failure(ErrorCode.LimitExceeded, $"An account has at most {MostTypes} company types.");
                var made = new CompanyType(Ids.New(), name.Trim(), clock.GetUtcNow().UtcDateTime);
                await store.AddType(connection, caller.AccountId, made);
                return made;
            }

            if (types.FirstOrDefault(type => type.Id == id) is not { } known)
                return Unknown;
            var renamed = known with { Name = name.Trim() };
            await store.RenameType(connection, caller.AccountId, renamed);
            return renamed;
        });

    /// <summary>A type that companies are of stays.</summary>
    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid id) =>
        (await Change(caller, within, async (connection, types) =>
        {
            if (types.FirstOrDefault(type => type.Id == id) is not { } known)
                return Unknown;
            if (await store.HasCompanies(connection, caller.AccountId, id))
                return new Failure(ErrorCode.Conflict, "There are companies of this type.");
            await store.RemoveType(connection, caller.AccountId, id);
            return known;
        })).Failure;

    public async Task<Result<FieldDefinition>> AddField(Caller caller, NpgsqlConnection? within, FieldBody body)
    {
        if (caller.RefuseUnlessAdministrator("change fields of companies") is { } notPermitted)
            return notPermitted;
        var field = FieldBodies.Read(body, CompanyFields.Naming);
        return field.Failure is { } unfit
            ? unfit
            : await fields.Add(caller.AccountId, within, CompanyFields.Owner, field.Value);
    }

    public async ValueTask<FieldCatalog> Fields(Caller caller) =>
        CompanyFields.CatalogIn(await fields.Get(caller.AccountId));

    private async Task<Result<CompanyType>> Change(
        Caller caller,
        NpgsqlConnection? within,
        Func<NpgsqlConnection, IReadOnlyList<CompanyType>, Task<Result<CompanyType>>> change) =>
        caller.RefuseUnlessAdministrator(Deed) is { } notPermitted
            ? notPermitted
            : await store.Write(caller.AccountId, within, async connection =>
                await change(connection, await store.Types(connection, caller.AccountId)));
}
