using System.Globalization;
using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Administration: the shape of the data.</content>
public sealed partial class LeadlineClient
{
    /// <summary>Makes a field of leads.</summary>
    public Task<FieldResponse> CreateLeadField(FieldBody request, CancellationToken cancellation = default) =>
        Post<FieldBody, FieldResponse>("lead-fields", request, cancellation);

    /// <summary>Changes what is passed of a field of leads.</summary>
    public async Task<FieldResponse> ChangeLeadField(
        string schemaName, FieldBody request, CancellationToken cancellation = default) =>
        (await Patch<FieldBody, FieldResponse>($"lead-fields/{Escape(schemaName)}", request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>
    /// Makes a field of leads unique. The refusal's <see cref="LeadlineException.Clashes"/> tell who shares values.
    /// </summary>
    public Task<FieldResponse> MakeLeadFieldUnique(string schemaName, CancellationToken cancellation = default) =>
        Post<FieldResponse>($"lead-fields/{Escape(schemaName)}/unique", cancellation);

    /// <summary>Makes a unique field of leads an ordinary one.</summary>
    public Task<FieldResponse> MakeLeadFieldOrdinary(string schemaName, CancellationToken cancellation = default) =>
        Delete<FieldResponse>($"lead-fields/{Escape(schemaName)}/unique", cancellation);

    /// <summary>The activity types.</summary>
    public Task<ActivityTypesResponse> ActivityTypeList(CancellationToken cancellation = default) =>
        Get<ActivityTypesResponse>("activity-types", cancellation);

    /// <summary>Makes an activity type.</summary>
    public Task<ActivityTypeResponse> CreateActivityType(
        ActivityTypeBody request, CancellationToken cancellation = default) =>
        Post<ActivityTypeBody, ActivityTypeResponse>("activity-types", request, cancellation);

    /// <summary>Changes what is passed of an activity type.</summary>
    public async Task<ActivityTypeResponse> ChangeActivityType(
        int code, ActivityTypeBody request, CancellationToken cancellation = default) =>
        (await Patch<ActivityTypeBody, ActivityTypeResponse>(
            $"activity-types/{Number(code)}", request, null, cancellation).ConfigureAwait(false)).Value;

    /// <summary>The opportunity types.</summary>
    public Task<OpportunityTypesResponse> OpportunityTypeList(CancellationToken cancellation = default) =>
        Get<OpportunityTypesResponse>("opportunity-types", cancellation);

    /// <summary>Makes an opportunity type.</summary>
    public Task<OpportunityTypeResponse> CreateOpportunityType(
        OpportunityTypeBody request, CancellationToken cancellation = default) =>
        Post<OpportunityTypeBody, OpportunityTypeResponse>("opportunity-types", request, cancellation);

    /// <summary>Changes what is passed of an opportunity type.</summary>
    public async Task<OpportunityTypeResponse> ChangeOpportunityType(
        int code, OpportunityTypeBody request, CancellationToken cancellation = default) =>
        (await Patch<OpportunityTypeBody, OpportunityTypeResponse>(
            $"opportunity-types/{Number(code)}", request, null, cancellation).ConfigureAwait(false)).Value;

    /// <summary>A page of the templates of mails.</summary>
    public Task<EmailTemplatesResponse> EmailTemplates(
        Guid? after = null, CancellationToken cancellation = default) =>
        Get<EmailTemplatesResponse>("email-templates" + (after is null ? "" : $"?after={after}"), cancellation);

    /// <summary>A template of mails.</summary>
    public Task<EmailTemplateResponse> EmailTemplate(Guid template, CancellationToken cancellation = default) =>
        Get<EmailTemplateResponse>($"email-templates/{template}", cancellation);

    /// <summary>Makes a template of mails.</summary>
    public Task<EmailTemplateResponse> CreateEmailTemplate(
        EmailTemplateRequest request, CancellationToken cancellation = default) =>
        Post<EmailTemplateRequest, EmailTemplateResponse>("email-templates", request, cancellation);

    /// <summary>Changes a template of mails; see <see cref="ChangeUser"/>.</summary>
    public Task<Versioned<EmailTemplateResponse>> ChangeEmailTemplate(
        Guid template, EmailTemplateRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<EmailTemplateRequest, EmailTemplateResponse>(
            $"email-templates/{template}", request, version, cancellation);

    /// <summary>Deletes a template of mails.</summary>
    public Task RemoveEmailTemplate(Guid template, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"email-templates/{template}", cancellation);

    /// <summary>A template as a lead would get it.</summary>
    public Task<EmailPreviewResponse> PreviewEmailTemplate(
        Guid template, EmailPreviewRequest request, CancellationToken cancellation = default) =>
        Post<EmailPreviewRequest, EmailPreviewResponse>($"email-templates/{template}/preview", request, cancellation);

    /// <summary>The account's own tables.</summary>
    public Task<TablesResponse> Tables(CancellationToken cancellation = default) =>
        Get<TablesResponse>("tables", cancellation);

    /// <summary>A table.</summary>
    public Task<TableResponse> Table(Guid table, CancellationToken cancellation = default) =>
        Get<TableResponse>($"tables/{table}", cancellation);

    /// <summary>Makes a table.</summary>
    public Task<TableResponse> CreateTable(TableRequest request, CancellationToken cancellation = default) =>
        Post<TableRequest, TableResponse>("tables", request, cancellation);

    /// <summary>Changes a table; see <see cref="ChangeUser"/>.</summary>
    public Task<Versioned<TableResponse>> ChangeTable(
        Guid table, TableRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<TableRequest, TableResponse>($"tables/{table}", request, version, cancellation);

    /// <summary>Removes a table with its rows.</summary>
    public Task RemoveTable(Guid table, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"tables/{table}", cancellation);

    /// <summary>The rows of a table that meet a filter.</summary>
    public Task<TableRowsResponse> TableRows(
        Guid table, TableSearchRequest request, CancellationToken cancellation = default) =>
        Post<TableSearchRequest, TableRowsResponse>($"tables/{table}/search", request, cancellation);

    /// <summary>Adds a row to a table.</summary>
    public Task<TableRowResponse> AddTableRow(
        Guid table, TableRowRequest request, CancellationToken cancellation = default) =>
        Post<TableRowRequest, TableRowResponse>($"tables/{table}/rows", request, cancellation);

    /// <summary>Changes a row of a table; see <see cref="ChangeUser"/>.</summary>
    public Task<Versioned<TableRowResponse>> ChangeTableRow(
        Guid table, Guid row, TableRowRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<TableRowRequest, TableRowResponse>($"tables/{table}/rows/{row}", request, version, cancellation);

    /// <summary>Removes a row of a table.</summary>
    public Task RemoveTableRow(Guid table, Guid row, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"tables/{table}/rows/{row}", cancellation);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
