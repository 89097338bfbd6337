using System.Globalization;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Reading opportunities as LeadSquared's <c>OpportunityManagement.svc</c> does (extended §2.3 - §2.7).</summary>
internal sealed class LeadSquaredOpportunityReadEndpoints(
    OpportunityReads reads, ActivityTypeOperations types, FieldOperations fields)
{
    /// <summary>The documented members first; those after Fields were seen live.</summary>
    public async Task<Failure?> GetOpportunityDetails(Call call)
    {
        var accountId = call.Caller.AccountId;
        if (call.QueryId("OpportunityId") is not { } id
            || await reads.Find(accountId, id) is not { } opportunity
            || (await types.Of(accountId)).Find(opportunity.EventCode) is not { } type
            || OpportunityDefinition.Of(await fields.Of(accountId), type.EventCode) is not { } definition)
            return OpportunityRules.Unknown;
        var users = call.Caller.Account.Users;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("ID"u8, opportunity.Id);
        json.WriteString("Name"u8, type.Name);
        json.WriteString("DisplayName"u8, type.DisplayName);
        LeadSquaredOpportunityFieldJson.Write(json, definition, opportunity);
        json.WriteString("RelatedProspectId"u8, opportunity.LeadId);
        json.WriteString("OpportunityNote"u8, opportunity.Note);
        json.WriteString("CreatedOn"u8, Moment(opportunity.ActivityOn));
        json.WriteString("ModifiedOn"u8, Moment(opportunity.ModifiedOn));
        json.WriteString("CreatedByName"u8, users.GetValueOrDefault(opportunity.CreatedBy)?.Name);
        json.WriteString("ModifiedByName"u8, users.GetValueOrDefault(opportunity.ModifiedBy)?.Name);
        json.WriteEndObject();
        return null;
    }

    // ASP.NET's old form, of these two members only (extended §1.4).
    private static string Moment(DateTime moment) => string.Create(
        CultureInfo.InvariantCulture, $"/Date({new DateTimeOffset(moment).ToUnixTimeMilliseconds()}+0000)/");
}
