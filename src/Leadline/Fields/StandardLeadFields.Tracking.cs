namespace Leadline.Fields;

/// <summary>Where a lead came from, what it did, and where it lives.</summary>
internal static partial class StandardLeadFields
{
    private static FieldDefinition[] Origins() =>
        [
            Choice(
                "Source",
                "Lead Source",
                "Direct Traffic",
                "Organic Search",
                "Pay per Click Ads",
                "Referral Sites",
                "Social Media",
                "Email Campaigns",
                "Inbound Email",
                "Inbound Phone call",
                "Outbound Phone call",
                "Tradeshow",
                "Unknown"),
            Field("SourceCampaign", "Source Campaign"),
            Field("SourceMedium", "Source Medium"),
            Field("SourceContent", "Source Content"),
            Field("SourceReferrer", "Source Referrer", length: 500),
            Field("SourceReferrerURL", "Source Referrer URL", FieldType.Url),
            Field("SourceIPAddress", "Source IP Address", length: 50),
            Field("ConversionReferrerURL", "Conversion Referrer URL", FieldType.Url),
            Field("Web_Referrer", "Web Referrer", FieldType.Url),
            Field("Web_RefKeyword", "Web Referrer Keyword"),
            Choice(
                "Origin",
                "Lead Origin",
                "API",
                "Import",
                "Quick Add",
                "Landing Page",
                "Website",
                "Phone",
                "Email",
                "Mobile"
            ) with
            {
                DefaultValue = "API",
            },
        ];

    private static FieldDefinition[] Tracking() =>
    [
        ServerManaged("ProspectActivityName_Max", "Last Activity"),
        ServerManaged("ProspectActivityDate_Max", "Last Activity Date", FieldType.DateTime),
        ServerManaged("ProspectActivityDate_Min", "First Activity Date", FieldType.DateTime),
        ServerManaged("NotableEvent", "Last Notable Activity"),
        ServerManaged("NotableEventdate", "Last Notable Activity Date", FieldType.DateTime),
        ServerManaged("LastVisitDate", "Last Visit Date", FieldType.DateTime),
        ServerManaged("TotalVisits", "Total Visits", FieldType.Number),
        ServerManaged("PageViewsPerVisit", "Page Views Per Visit", FieldType.Decimal),
        ServerManaged("AvgTimePerVisit", "Average Time Per Visit", FieldType.Decimal),
        ServerManaged("RelatedLandingPageId", "Last Submitted Landing Page", length: 36),
        ServerManaged("FirstLandingPageSubmissionId", "First Submitted Landing Page", length: 36),
        ServerManaged("FirstLandingPageSubmissionDate", "First Landing Page Submission Date", FieldType.DateTime),
        Field("Latitude", "Latitude", FieldType.Decimal),
        Field("Longitude", "Longitude", FieldType.Decimal),
    ];

    private static FieldDefinition[] Address() =>
    [
        Field("mx_Street1", "Address 1"),
        Field("mx_Street2", "Address 2"),
        Field("mx_City", "City") with { IsSearchable = true },
        Field("mx_State", "State"),
        Field("mx_Country", "Country") with { IsSearchable = true },
        Field("mx_Zip", "Zip", length: 50),
    ];
}
