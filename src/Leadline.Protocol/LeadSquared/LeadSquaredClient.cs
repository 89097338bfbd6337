using System.Net.Http.Headers;
using System.Text.Json;
using Leadline.Protocol.Json;
using FlatLead = System.Collections.Generic.IReadOnlyDictionary<string, string?>;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// A caller of the LeadSquared API v2, of Leadline or of any other server that speaks it. A refused call throws
/// <see cref="LeadSquaredException"/>. Leads that are read map schema names to text or null (core §2.7).
/// </summary>
/// <param name="http">Sends the requests; the caller owns it and its timeout.</param>
/// <param name="baseAddress">The server without the version: https://host.</param>
/// <param name="accessKey">The user's access key.</param>
/// <param name="secretKey">The user's secret key; travels in a header, never in the address (core §1.2).</param>
public sealed class LeadSquaredClient(HttpClient http, Uri baseAddress, string accessKey, string secretKey)
{
    private readonly string root = baseAddress.AbsoluteUri.TrimEnd('/') + "/v2/";

    /// <summary>Creates a lead or updates the one that matches (core §2.6).</summary>
    /// <param name="lead">The lead's fields; SearchBy may be among them.</param>
    /// <param name="updateBehavior">DoNotUpdate, UpdateOnlyEmptyFields or DoNotUpdateUniqueFields; null updates all.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CapturedMessage> CaptureLead(
        IEnumerable<LeadProperty> lead, string? updateBehavior = null, CancellationToken cancellation = default)
    {
        var query = updateBehavior is null ? "" : "?LeadUpdateBehavior=" + Uri.EscapeDataString(updateBehavior);
        return Write<CapturedMessage>("LeadManagement.svc/Lead.Capture" + query, lead, cancellation);
    }

    /// <summary>Creates a lead and returns its id; a duplicate is refused (core §2.2).</summary>
    public async Task<Guid> CreateLead(IEnumerable<LeadProperty> lead, CancellationToken cancellation = default) =>
        Id(await Write<IdMessage>("LeadManagement.svc/Lead.Create", lead, cancellation));

    /// <summary>Changes the given fields of a lead and returns the leads changed, 1 (core §2.3).</summary>
    public async Task<int> UpdateLead(
        Guid leadId, IEnumerable<LeadProperty> changes, CancellationToken cancellation = default)
    {
        var path = $"LeadManagement.svc/Lead.Update?leadId={leadId}";
        return (await Write<AffectedRowsMessage>(path, changes, cancellation)).AffectedRows;
    }

    /// <summary>Updates the lead that SearchBy, or else e-mail or phone, finds; creates it otherwise (core §2.4).</summary>
    public Task<CreatedOrUpdatedMessage> CreateOrUpdateLead(
        IEnumerable<LeadProperty> lead, CancellationToken cancellation = default) =>
        Write<CreatedOrUpdatedMessage>("LeadManagement.svc/Lead.CreateOrUpdate", lead, cancellation);

    /// <summary>The lead with this id, or null (core §2.7).</summary>
    public async Task<FlatLead?> GetLeadById(Guid leadId, CancellationToken cancellation = default) =>
        await GetLeads($"Leads.GetById?id={leadId}", cancellation) is [var lead, ..] ? lead : null;

    /// <summary>The lead with this e-mail address in any case, or null (core §2.7).</summary>
    public async Task<FlatLead?> GetLeadByEmailAddress(string emailAddress, CancellationToken cancellation = default)
    {
        var call = "Leads.GetByEmailaddress?emailaddress=" + Uri.EscapeDataString(emailAddress);
        return await GetLeads(call, cancellation) is [var lead, ..] ? lead : null;
    }

    /// <summary>Leads whose phone or mobile number this is, with or without its country code (core §2.7).</summary>
    public Task<IReadOnlyList<FlatLead>> GetLeadsByPhoneNumber(
        string phone, CancellationToken cancellation = default) =>
        GetLeads("RetrieveLeadByPhoneNumber?phone=" + Uri.EscapeDataString(phone), cancellation);

    /// <summary>Leads with this text in a name, an e-mail address or a phone number (core §2.20).</summary>
    public Task<IReadOnlyList<FlatLead>> QuickSearch(string text, CancellationToken cancellation = default) =>
        GetLeads("Leads.GetByQuickSearch?key=" + Uri.EscapeDataString(text), cancellation);

    /// <summary>Leads that one criterion picks, at most 1,000 a page (core §2.12, §2.17).</summary>
    public async Task<IReadOnlyList<FlatLead>> SearchLeads(
        SearchBody search, CancellationToken cancellation = default) =>
        await Send<List<Dictionary<string, string?>>>(
            HttpMethod.Post, "LeadManagement.svc/Leads.Get", search, cancellation);

    /// <summary>Creates or updates a lead, adds an activity to it, and returns the activity's id (core §3.2).</summary>
    public async Task<Guid> CreateLeadAndActivity(CreateCustomBody body, CancellationToken cancellation = default) =>
        Id(await Write<IdMessage>("ProspectActivity.svc/CreateCustom", body, cancellation));

    /// <summary>Adds an activity to a lead and returns the activity's id (core §3.1).</summary>
    public async Task<Guid> CreateActivity(ActivityBody activity, CancellationToken cancellation = default) =>
        Id(await Write<IdMessage>("ProspectActivity.svc/Create", activity, cancellation));

    /// <summary>The account's activity types (core §3.10).</summary>
    public async Task<IReadOnlyList<ActivityTypeResponse>> GetActivityTypes(CancellationToken cancellation = default) =>
        await Send<List<ActivityTypeResponse>>(HttpMethod.Get, "ProspectActivity.svc/ActivityTypes.Get", null, cancellation);

    /// <summary>A lead's activities, newest first, 25 unless the paging says otherwise (core §3.7).</summary>
    public Task<ActivitiesOfLeadResponse> GetActivities(
        Guid leadId, SearchBody? search = null, CancellationToken cancellation = default) =>
        Send<ActivitiesOfLeadResponse>(
            HttpMethod.Post, $"ProspectActivity.svc/Retrieve?leadId={leadId}", search ?? new(), cancellation);

    /// <summary>The user and the account that the keys belong to (core §1.3).</summary>
    public Task<AccessKeyUserResponse> GetUserByAccessKey(CancellationToken cancellation = default) =>
        Send<AccessKeyUserResponse>(HttpMethod.Get, "Authentication.svc/UserByAccessKey.Get", null, cancellation);

    private async Task<IReadOnlyList<FlatLead>> GetLeads(string call, CancellationToken cancellation) =>
        await Send<List<Dictionary<string, string?>>>(
            HttpMethod.Get, "LeadManagement.svc/" + call, null, cancellation);

    private async Task<T> Write<T>(string path, object body, CancellationToken cancellation)
        where T : class =>
        (await Send<SuccessResponse<T>>(HttpMethod.Post, path, body, cancellation)).Message ??
            throw new JsonException("The answer holds no Message.");

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, CancellationToken cancellation)
        where T : class
    {
        using var request = new HttpRequestMessage(method, root + path);
        request.Headers.Add("x-LSQ-AccessKey", accessKey);
        request.Headers.Add("x-LSQ-SecretKey", secretKey);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, WireFormat.Options));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await http.SendAsync(request, cancellation);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellation);

        // A rate limit was seen as an error envelope with status 200 (core §1.10).
        if (ErrorIn(answer) is { } error)
            throw new LeadSquaredException(response.StatusCode, error.ExceptionType, error.ExceptionMessage ?? "");
        if (!response.IsSuccessStatusCode)
            throw new LeadSquaredException(response.StatusCode, null, $"Status {(int)response.StatusCode}");
        return JsonSerializer.Deserialize<T>(answer, WireFormat.Options) ??
            throw new JsonException("The answer is null.");
    }

    private static ErrorResponse? ErrorIn(byte[] answer)
    {
        if (!answer.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8))
            return null;

        try
        {
            var error = JsonSerializer.Deserialize<ErrorResponse>(answer, WireFormat.Options);
            return error is { Status: "Error" } or { ExceptionType: not null } ? error : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Guid Id(IdMessage message) => Guid.TryParse(message.Id, out var id)
        ? id
        : throw new JsonException("The answer's Id is not an id.");
}
