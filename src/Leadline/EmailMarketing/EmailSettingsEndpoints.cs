using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.EmailMarketing;

/// <summary>An account's e-mail settings, and addresses that nothing is sent to, in Leadline's own API.</summary>
internal sealed class EmailSettingsEndpoints(
    EmailSettingsOperations settings, EmailSuppressionOperations suppressions)
{
    private const int MostListed = 500;

    public async Task<Failure?> Get(Call call) => Answer(call, await settings.Get(call.Caller.AccountId));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.ReadStrictly<EmailSettingsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var change = new EmailSettingsChange
        {
            Sender = body.Value.Sender,
            FooterText = body.Value.FooterText,
            FooterHtml = body.Value.FooterHtml,
            MailsPerMinute = body.Value.MailsPerMinute,
            TrackOpens = body.Value.TrackOpens,
            TrackClicks = body.Value.TrackClicks,
            ExpectedVersion = IfMatch.Version(call),
        };
        return Answer(call, await settings.Update(call.Caller, call.Transaction, change));
    }

    /// <summary><c>GET email-suppressions?search=&amp;reason=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> Suppressions(Call call)
    {
        var most = call.QueryLimit(MostListed);
        var found = await suppressions.Page(
            call.Caller, call.Query("search"), call.Query("reason"), call.Query("after"), most, call.Cancelled);
        return call.Answer(
            found,
            page => new EmailSuppressionsResponse(
                [.. page.Select(Response)], page.Count == most ? page[^1].Key : null),
            OwnJson.Default.EmailSuppressionsResponse);
    }

    public async Task<Failure?> Suppress(Call call)
    {
        var body = call.ReadStrictly<EmailSuppressionRequest>();
        return body.Failure ?? call.Answer(
            await suppressions.Add(call.Caller, call.Transaction, body.Value.Address, call.Cancelled),
            Response,
            OwnJson.Default.EmailSuppressionResponse);
    }

    public async Task<Failure?> Unsuppress(Call call) =>
        await suppressions.Remove(call.Caller, call.Transaction, call.Route("address"))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private static Failure? Answer(Call call, Result<EmailSettings> settings)
    {
        if (settings.Failure is null)
            IfMatch.Tell(call, settings.Value.Version);
        return call.Answer(
            settings,
            set => new EmailSettingsResponse(
                set.Sender, set.FooterText, set.FooterHtml, set.MailsPerMinute, set.TrackOpens, set.TrackClicks,
                set.Version),
            OwnJson.Default.EmailSettingsResponse);
    }

    private static EmailSuppressionResponse Response(EmailSuppression suppression) => new(
        suppression.Address, suppression.Reason, suppression.MailingId, suppression.CreatedOn);
}
