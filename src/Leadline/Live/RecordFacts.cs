using System.Globalization;

namespace Leadline.Live;

/// <summary>A kind of record that people look at, by the words of the own API's paths.</summary>
internal static class LiveKinds
{
    public const string Lead = "lead";
    public const string Activity = "activity";
    public const string Opportunity = "opportunity";
    public const string Task = "task";
    public const string Ticket = "ticket";
    public const string Note = "note";
    public const string File = "file";

    private static readonly Dictionary<string, string> Plurals = new()
    {
        ["leads"] = Lead,
        ["activities"] = Activity,
        ["opportunities"] = Opportunity,
        ["tasks"] = Task,
        ["tickets"] = Ticket,
    };

    /// <summary>The kind that a path's plural means; null for none that anybody can look at.</summary>
    public static string? Of(string plural) => Plurals.GetValueOrDefault(plural);

    public static string PluralOf(string kind) =>
        Plurals.FirstOrDefault(pair => pair.Value == kind).Key ?? $"{kind}s";
}

/// <summary>One record, by its kind and id.</summary>
internal readonly record struct RecordName(string Kind, Guid Id)
{
    /// <summary>As callers write it, e.g. leads/{id}.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{LiveKinds.PluralOf(Kind)}/{Id}");
}

/// <summary>What decides who sees a record, and what it is called.</summary>
internal sealed record RecordFacts
{
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    public Guid? LeadId { get; init; }

    public Guid? LeadOwner { get; init; }

    /// <summary>Of a ticket its agent, of a file the owner of the activity that it is of.</summary>
    public Guid? Owner { get; init; }

    /// <summary>The desk's group that has the ticket.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>Of a file, the activity that it is of.</summary>
    public Guid? ActivityId { get; init; }

    /// <summary>The code of an activity's type.</summary>
    public int Code { get; init; }

    /// <summary>Of a ticket.</summary>
    public long? Number { get; init; }

    public string? Title { get; init; }
}
