using System.Text.Json;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Intake;

/// <summary>
/// What an account has parked, sorted out for one turn: requests whose time has come, and the names of the leads whose
/// later requests have to wait behind those whose time has not.
/// </summary>
internal sealed class ParkedRequests
{
    /// <summary>Beyond so many an account's new requests wait too, until parked ones are through.</summary>
    public const int Most = 10_000;

    private readonly HashSet<LeadReference> blocked = [];

    private ParkedRequests()
    {
    }

    public static ParkedRequests None => new();

    /// <summary>Where the requests stand whose time has come, in arrival order, with the tries they have had.</summary>
    public Dictionary<(long Arrival, DateTime ReceivedOn), int> Due { get; } = [];

    /// <summary>When the next of the others may run.</summary>
    public DateTime? NextDueOn { get; private set; }

    public static ParkedRequests Load(WriteUnit unit, Definitions definitions, DateTime now, int mostDue)
    {
        var rows = Read(unit, definitions.Account.Id);
        var names = rows.SelectMany(row => row.Names).ToHashSet();
        var kin = names.Count == 0 ? null : LeadAliasStore.Find(unit.Connection, definitions, names);
        var parked = new ParkedRequests();
        foreach (var row in rows)
        {
            var all = kin is null ? row.Names : [.. row.Names, .. row.Names.SelectMany(name => kin[name])];
            var isDue = !parked.Blocks(all) && (row.DueOn is null || row.DueOn <= now);
            if (isDue && parked.Due.Count < mostDue)
            {
                parked.Due.Add((row.Arrival, row.ReceivedOn), row.Attempts);
                continue;
            }

            parked.Block(all);
            parked.Expect(isDue ? now : row.DueOn);
        }

        if (rows.Count == Most)
            parked.Expect(now);

        return parked;
    }

    /// <summary>True when one of these names is of a lead that has to wait.</summary>
    public bool Blocks(IEnumerable<LeadReference> names) => blocked.Count > 0 && names.Any(blocked.Contains);

    public void Block(IEnumerable<LeadReference> names) => blocked.UnionWith(names);

    public void Expect(DateTime? dueOn)
    {
        if (dueOn < (NextDueOn ?? DateTime.MaxValue))
            NextDueOn = dueOn;
    }

    private static List<Row> Read(WriteUnit unit, int accountId)
    {
        using var query = unit.Query();
        query.BatchCommands.Add(IntakeStore.ReadParked(accountId, Most));
        using var reader = query.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
        {
            var texts = JsonSerializer.Deserialize<string[]>(reader.GetString(5))!;
            rows.Add(new Row(
                reader.GetInt64(0),
                reader.GetDateTime(1),
                reader.GetInt16(3),
                reader.IsDBNull(4) ? null : reader.GetDateTime(4),
                [.. texts.Chunk(2).Select(pair => new LeadReference(pair[0], pair[1]))]));
        }

        return rows;
    }

    private sealed record Row(long Arrival, DateTime ReceivedOn, int Attempts, DateTime? DueOn, LeadReference[] Names);
}
