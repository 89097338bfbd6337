using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;

namespace Leadline.Leads.Timeline;

/// <summary>What happened on a lead, of all that the caller may see; of other records, for their features.</summary>
internal sealed class TimelineOperations(LeadReads leads, FieldOperations fields, TimelineStore store)
{
    public static readonly Failure BadCursor = new(ErrorCode.InvalidInput, "'after' is not where a page ended.")
    {
        Field = "after",
    };

    /// <summary>A page of the kinds, of all without any, the latest first.</summary>
    public async Task<Result<IReadOnlyList<TimelineItem>>> Page(
        Caller caller,
        Guid leadId,
        IReadOnlyCollection<string> kinds,
        string? after,
        int most,
        CancellationToken cancellation)
    {
        if (await leads.ById(caller, leadId, cancellation) is null)
            return LeadRules.Unknown;
        return await Page(caller, RecordKind.Lead, leadId, kinds, after, most, cancellation);
    }

    /// <summary>As of a lead, of a record that the caller may see.</summary>
    public async Task<Result<IReadOnlyList<TimelineItem>>> Page(
        Caller caller,
        RecordKind of,
        Guid recordId,
        IReadOnlyCollection<string> kinds,
        string? after,
        int most,
        CancellationToken cancellation)
    {
        var known = store.Kinds(of);
        if (kinds.Except(known).FirstOrDefault() is not null)
            return new Failure(ErrorCode.InvalidInput, $"Kinds are {string.Join(", ", known)}.")
            {
                Field = "kinds",
            };
        if (!TryRead(after, out var place))
            return BadCursor;
        return Result<IReadOnlyList<TimelineItem>>.Success(await store.Page(
            caller, of, recordId, kinds.Count == 0 ? known : kinds, place, most, cancellation));
    }

    /// <summary>How many items there are of each kind, counted up to 10,000.</summary>
    public async Task<Result<IReadOnlyDictionary<string, long>>> Count(
        Caller caller, Guid leadId, CancellationToken cancellation) =>
        await leads.ById(caller, leadId, cancellation) is null
            ? LeadRules.Unknown
            : Result<IReadOnlyDictionary<string, long>>.Success(
                await Count(caller, RecordKind.Lead, leadId, cancellation));

    /// <summary>As of a lead, of a record that the caller may see.</summary>
    public Task<IReadOnlyDictionary<string, long>> Count(
        Caller caller, RecordKind of, Guid recordId, CancellationToken cancellation) =>
        store.Count(caller, of, recordId, cancellation);

    /// <summary>What a field of the lead was, the latest change first.</summary>
    public async Task<Result<IReadOnlyList<FieldHistoryItem>>> History(
        Caller caller, Guid leadId, string schemaName, string? after, int most, CancellationToken cancellation)
    {
        if (!TryRead(after, out var place))
            return BadCursor;
        if (await leads.ById(caller, leadId, cancellation) is null)
            return LeadRules.Unknown;
        if ((await fields.Get(caller.AccountId)).Lead.Find(schemaName) is null)
            return new Failure(ErrorCode.UnknownField, $"There is no field '{schemaName}'.");
        return Result<IReadOnlyList<FieldHistoryItem>>.Success(
            await store.History(caller.AccountId, leadId, schemaName, place, most, cancellation));
    }

    /// <summary>The cursor behind an item.</summary>
    public static string Cursor(DateTime on, Guid id) =>
        new LeadCursor(on.ToString("O", CultureInfo.InvariantCulture), id).ToString();

    /// <summary>The place that a cursor names; none for the first page. False for what is none.</summary>
    public static bool TryRead(string? text, out (DateTime On, Guid Id)? place)
    {
        place = null;
        if (text is null)
            return true;
        if (LeadCursor.Read(text) is not { Key: { } key } cursor
            || !DateTime.TryParse(key, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var on)
            || on.Kind != DateTimeKind.Utc)
            return false;
        place = (on, cursor.LeadId);
        return true;
    }
}
