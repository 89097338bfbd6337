using Leadline.Fields;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class StandardLeadFieldsTests
{
    /// <summary>The columns met on live accounts, as core §2.20 lists them.</summary>
    private const string Listed =
        "ProspectID, ProspectAutoId, FirstName, LastName, EmailAddress, Phone, Mobile, Company, Website, JobTitle, Source, "
        + "SourceCampaign, SourceMedium, SourceContent, SourceReferrer, SourceReferrerURL, SourceIPAddress, ConversionReferrerURL, "
        + "Web_Referrer, Web_RefKeyword, Origin, Notes, Score, EngagementScore, Revenue, ProspectStage, QualityScore01, OwnerId, "
        + "OwnerIdName, OwnerIdEmailAddress, CreatedBy, CreatedOn, ModifiedBy, ModifiedOn, LeadLastModifiedOn, LeadConversionDate, "
        + "ProspectActivityName_Max, ProspectActivityDate_Max, ProspectActivityDate_Min, NotableEvent, NotableEventdate, "
        + "LastVisitDate, TotalVisits, PageViewsPerVisit, AvgTimePerVisit, RelatedLandingPageId, FirstLandingPageSubmissionId, "
        + "FirstLandingPageSubmissionDate, DoNotEmail, DoNotCall, DoNotSMS, DoNotTrack, TimeZone, Latitude, Longitude, "
        + "MailingPreferences, TwitterId, LinkedInId, SkypeId, GTalkId, PhotoUrl, CurrentOptInStatus, OptInDate, OptInDetails, "
        + "LastOptInEmailSentDate, LeadAge, RelatedCompanyId, IsPrimaryContact, ServiceOwner, mx_City, mx_State, mx_Country, "
        + "mx_Zip, mx_Street1, mx_Street2";

    [Fact]
    public void Every_listed_field_is_there_once() =>
        Assert.Equal(
            Listed.Split(", ").Order(StringComparer.Ordinal),
            StandardLeadFields.All.Select(field => field.SchemaName).Order(StringComparer.Ordinal));

    [Fact]
    public void An_id_follows_from_the_name()
    {
        Assert.Equal(StandardLeadFields.All.Count, StandardLeadFields.All.Select(field => field.Id).Distinct().Count());
        Assert.All(StandardLeadFields.All, field => Assert.Equal(StandardLeadFields.IdOf(field.SchemaName), field.Id));

        // Accounts hold these ids: another way of making them would orphan what refers to them.
        Assert.Equal(new Guid("8dea2959-2685-829f-a9bb-33a5a6170179"), StandardLeadFields.IdOf("EmailAddress"));
    }

    [Fact]
    public void Email_and_phone_identify_a_lead() =>
        Assert.Equal(
            ["EmailAddress", "Phone"],
            new FieldCatalog(StandardLeadFields.All).Identifying.Select(field => field.SchemaName));

    [Fact]
    public void Quick_search_looks_where_the_original_does() =>
        Assert.Equal(
            ["FirstName", "LastName", "EmailAddress", "Phone", "Mobile", "Company", "mx_City", "mx_Country"],
            StandardLeadFields.All.Where(field => field.IsSearchable).Select(field => field.SchemaName));

    [Theory]
    [InlineData("ProspectID")]
    [InlineData("ProspectAutoId")]
    [InlineData("CreatedOn")]
    [InlineData("CreatedBy")]
    [InlineData("ModifiedOn")]
    [InlineData("ModifiedBy")]
    [InlineData("LeadLastModifiedOn")]
    [InlineData("OwnerIdName")]
    [InlineData("OwnerIdEmailAddress")]
    [InlineData("ProspectActivityName_Max")]
    [InlineData("LeadAge")]
    public void What_the_server_keeps_is_not_written(string name) =>
        Assert.True(new FieldCatalog(StandardLeadFields.All).Find(name)?.IsReadOnly);

    [Theory]
    [InlineData("OwnerId")]
    [InlineData("ProspectStage")]
    [InlineData("Source")]
    [InlineData("Score")]
    [InlineData("Notes")]
    [InlineData("mx_Zip")]
    public void What_clients_set_is_written(string name) =>
        Assert.False(new FieldCatalog(StandardLeadFields.All).Find(name)?.IsReadOnly);

    [Fact]
    public void Defaults_are_canonical_values_of_their_fields()
    {
        var context = new FieldContext("91", CheckOptions: true);

        Assert.Equal("Prospect", new FieldCatalog(StandardLeadFields.All).Find("ProspectStage")?.DefaultValue);
        Assert.All(
            StandardLeadFields.All.Where(field => field.DefaultValue is not null),
            field => Assert.Equal(new Coerced(field.DefaultValue, null), FieldRules.Coerce(field, field.DefaultValue, context)));
    }
}
