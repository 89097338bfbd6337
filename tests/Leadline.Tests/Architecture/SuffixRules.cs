using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Leadline.Tests.Architecture;

/// <summary>
/// A suffix says what a class is for, told from the types that it uses: Endpoints (the wire), Operations (rules with I/O),
/// Rules (pure), Store (all SQL of the feature), Worker (work in the background). Endpoints use operations, operations use
/// stores, never the other way round.
/// </summary>
public sealed partial class SuffixRules
{
    // The operator's tools look at whole tables of whatever feature.
    private const string Tools = "Cli";

    [Fact]
    public void Sql_stands_in_stores() => Hold(
        type => type.Folder != Tools && !Named("Store")(type.Name),
        type => type.Texts.Where(HoldsSql),
        new()
        {
            ["Leadline.Portals.Hosted.DataProtectionKeys"] = "ASP.NET's own store of keys, by its own interface",
        });

    [Fact]
    public void Endpoints_use_operations_and_no_database() => Hold(
        Named("Endpoints"),
        // The transaction of a call's idempotency key is handed on to the operation.
        used => Named("Store")(used) || (IsDatabase(used) && used != "Npgsql.NpgsqlConnection"),
        []);

    [Fact]
    public void Operations_know_no_request() => Hold(
        Named("Operations"), used => Named("Endpoints")(used) || IsRequest(used), []);

    [Fact]
    public void Rules_are_pure() => Hold(
        Named("Rules"),
        used => Named("Store")(used) || Named("Operations")(used) || Named("Endpoints")(used) || IsDatabase(used)
            || IsRequest(used) || used.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal),
        new() { ["Leadline.Leads.LeadRules"] = "names the event's statement for a row that it decides on; runs none" });

    [Fact]
    public void Stores_know_only_rows() => Hold(
        Named("Store"),
        used => Named("Endpoints")(used) || Named("Operations")(used) || IsRequest(used)
            || used.StartsWith("Leadline.Protocol.", StringComparison.Ordinal),
        []);

    [Fact]
    public void Only_a_features_module_uses_endpoints() => Hold(
        name => !Named("Endpoints")(name) && !Named("Feature")(name), Named("Endpoints"), []);

    [Fact]
    public void Workers_work_in_the_background() => Assert.Empty(
        from type in typeof(Server).Assembly.GetTypes()
        where Named("Worker")(type.FullName!) && !typeof(BackgroundService).IsAssignableFrom(type)
        select type.FullName);

    [Theory]
    [InlineData("SELECT lead_id FROM lead WHERE account_id = $1", true)]
    [InlineData("SELECT pg_advisory_xact_lock($1)", true)]
    [InlineData("UPDATE lead l SET owner_id = u.owner_id FROM", true)]
    [InlineData("DELETE FROM lead", true)]
    [InlineData("Select a lead, then update it.", false)]
    [InlineData("l.owner_id", false)]
    public void Sql_is_told_from_other_texts(string text, bool isSql) => Assert.Equal(isSql, HoldsSql(text));

    private static void Hold(Func<string, bool> isMeant, Func<string, bool> isForbidden, Dictionary<string, string> known) =>
        Hold(type => type.Folder != Tools && isMeant(type.Name), type => type.Uses.Where(isForbidden), known);

    /// <summary>
    /// Every type that is meant keeps to the rule but those that are known not to, by name and with the reason; and none is
    /// known that does.
    /// </summary>
    private static void Hold(
        Func<CompiledType, bool> isMeant, Func<CompiledType, IEnumerable<string>> faults, Dictionary<string, string> known)
    {
        var offenders = CompiledServer.Types.Where(isMeant)
            .Select(type => (type.Name, Faults: faults(type).Order().ToList()))
            .Where(offender => offender.Faults.Count > 0)
            .ToList();

        Assert.Empty(
            from offender in offenders
            where !known.ContainsKey(offender.Name)
            select $"{offender.Name}: {string.Join(", ", offender.Faults)}");
        Assert.Empty(known.Keys.Except(offenders.Select(offender => offender.Name)));
    }

    // Of our own: .NET has its CryptographicOperations.
    private static Func<string, bool> Named(string suffix) => name =>
        name.StartsWith("Leadline.", StringComparison.Ordinal)
        && Arity().Replace(name, "").EndsWith(suffix, StringComparison.Ordinal);

    private static bool IsDatabase(string type) =>
        type == "Leadline.Storage.Database" || type.Split('.')[0] is "Npgsql" or "Dapper";

    private static bool IsRequest(string type) =>
        type == "Leadline.Surfaces.Call" || type.StartsWith("Microsoft.AspNetCore.Http.", StringComparison.Ordinal);

    private static bool HoldsSql(string text) => Sql().IsMatch(text);

    [GeneratedRegex("`[0-9]+$")]
    private static partial Regex Arity();

    // SQL is written in capitals here.
    [GeneratedRegex(
        @"\b(SELECT|INSERT INTO|UPDATE (ONLY )?\w+ (AS )?(\w+ )?SET|DELETE FROM|TRUNCATE|LOCK TABLE|SAVEPOINT|(NOTIFY|LISTEN) \w"
        + @"|(CREATE|ALTER|DROP) (UNIQUE )?(TABLE|INDEX))\b|\bpg_\w+\(")]
    private static partial Regex Sql();
}
