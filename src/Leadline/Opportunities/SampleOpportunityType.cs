using Leadline.Protocol.Own;

namespace Leadline.Opportunities;

/// <summary>The opportunity type that the documentation's examples capture (extended §2.2).</summary>
internal static class SampleOpportunityType
{
    public const int EventCode = 12231;

    /// <summary>The second example captures stage 1, its update writes texts such as 200,000.</summary>
    public static OpportunityTypeBody Body { get; } = new()
    {
        Name = "Opportunity",
        PluralName = "Opportunities",
        CanDelete = true,
        Stages = ["1", "2", "3"],
        DuplicateFields = ["mx_Custom_1"],
        Fields =
        [
            new() { SchemaName = "mx_Custom_1", DisplayName = "Opportunity Name" },
            new() { SchemaName = "mx_Custom_2", DisplayName = "Stage", Type = "dropdown" },
            new() { SchemaName = "mx_Custom_3", DisplayName = "Source" },
            new() { SchemaName = "mx_Custom_6", DisplayName = "Expected Deal Size" },
            new() { SchemaName = "mx_Custom_7", DisplayName = "Actual Deal Size" },
            new() { SchemaName = "mx_Custom_8", DisplayName = "Expected Closure Date", Type = "dateTime" },
        ],
    };
}
