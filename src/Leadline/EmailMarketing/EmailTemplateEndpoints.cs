using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.EmailMarketing;

/// <summary>Templates of mails in Leadline's own API.</summary>
internal sealed class EmailTemplateEndpoints(EmailTemplateOperations templates)
{
    private const int MostListed = 200;

    /// <summary><c>GET email-templates?search=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var most = call.QueryLimit(MostListed);
        var found = await templates.Page(
            call.Caller, call.Query("search"), call.QueryId("after"), most, call.Cancelled);
        return call.Answer(
            new EmailTemplatesResponse([.. found.Select(Response)], found.Count == most ? found[^1].Id : null),
            OwnJson.Default.EmailTemplatesResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<EmailTemplateRequest>();
        return body.Failure
            ?? Answer(call, await templates.Create(call.Caller, call.Transaction, Change(body.Value)));
    }

    public async Task<Failure?> Get(Call call) => Answer(
        call, await templates.Find(call.Caller, Id(call), call.Cancelled));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.ReadStrictly<EmailTemplateRequest>();
        return body.Failure ?? Answer(
            call,
            await templates.Update(
                call.Caller,
                call.Transaction,
                Id(call),
                Change(body.Value) with { ExpectedVersion = IfMatch.Version(call) }));
    }

    public async Task<Failure?> Delete(Call call) =>
        await templates.Delete(call.Caller, call.Transaction, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Preview(Call call)
    {
        var body = call.ReadStrictly<EmailPreviewRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var leadId = Guid.TryParse(body.Value.LeadId, out var id) ? id : (Guid?)null;
        return call.Answer(
            await templates.Preview(call.Caller, Id(call), leadId, call.Cancelled),
            written => new EmailPreviewResponse(written.Subject, written.Text, written.Html),
            OwnJson.Default.EmailPreviewResponse);
    }

    private static Guid? Id(Call call) => call.RouteId("emailTemplate");

    private static EmailTemplateChange Change(EmailTemplateRequest request) => new(
        request.Name, request.Category, request.Subject, request.Text, request.Html);

    private static Failure? Answer(Call call, Result<EmailTemplate> template)
    {
        if (template.Failure is null)
            IfMatch.Tell(call, template.Value.Version);
        return call.Answer(template, Response, OwnJson.Default.EmailTemplateResponse);
    }

    private static EmailTemplateResponse Response(EmailTemplate template) => new(
        template.Id, template.Name, template.Category, template.Subject, template.Text, template.Html,
        template.Version, template.CreatedOn, template.ModifiedOn);
}
