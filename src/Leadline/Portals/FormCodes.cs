using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>
/// Codes that a form sends to the e-mail address or phone number that a visitor typed, to know that it is the visitor's
/// (extended §4.5, §4.11). The visitor need not be a lead, and becomes none by it.
/// </summary>
internal sealed class FormCodes(
    Database database, FieldOperations fields, OneTimeTokens tokens, SignInThrottle throttle, PortalMails mails)
{
    private const string Typed = "form";

    private static readonly Failure NoRecipient = new(
        ErrorCode.InvalidInput, "FieldSchemaName must be a lead field of type email or phone.");
    private static readonly Failure NoAddress = new(
        ErrorCode.InvalidInput, "FieldContent must be an e-mail address or a phone number.");
    private static readonly Failure NoGateway = new(
        ErrorCode.InvalidInput, "Text messages cannot be sent from this server. Please use an e-mail address.");
    private static readonly Failure WrongCode = new(
        ErrorCode.InvalidInput, "The code is not valid or has expired.");

    /// <summary>Sends a code; the answer is the ticket that it is to be used with.</summary>
    public async Task<Result<string>> Send(
        PortalContext context, string field, string content, CancellationToken cancellation)
    {
        if ((await fields.Get(context.AccountId)).Lead.FindAnyCase(field)
            is not { Type: FieldType.Email or FieldType.Phone } definition)
            return NoRecipient;
        if (Canonical(context, content) is not { } recipient
            || IsMail(recipient) != (definition.Type == FieldType.Email))
            return NoAddress;
        if (!IsMail(recipient) && !mails.CanText)
            return NoGateway;
        if (await throttle.CountRequest(context, SignInThrottle.SubjectOf(null, Typed, recipient)) is { } wait)
            return wait;
        return await database.Transaction(
            context.AccountId,
            context.Transaction,
            async connection =>
            {
                var (ticket, digits) = await tokens.AddFormCode(connection, context.Portal, recipient);
                await mails.SendFormCode(connection, context, recipient, digits);
                return Result<string>.Success(ticket);
            },
            cancellation);
    }

    /// <summary>Null when the digits are the ones that were sent to this recipient; that uses them up.</summary>
    public async Task<Failure?> Verify(PortalContext context, string content, string ticket, string digits)
    {
        if (await throttle.WaitOfAddress(context) is { } wait)
            return wait;
        if (Canonical(context, content) is not { } recipient)
            return WrongCode;
        var subject = SignInThrottle.SubjectOf(null, Typed, recipient);
        var used = await tokens.UseFormCode(context.Portal, ticket, digits, recipient);
        if (used is { IsLive: true, IsRight: true })
        {
            await throttle.Forgive(context, subject);
            return null;
        }

        if (used is { IsLive: true, IsRight: false })
            await throttle.CountFailure(context, subject);
        return WrongCode;
    }

    // However it was typed: both calls, and the meter, mean one recipient.
    private static string? Canonical(PortalContext context, string content) => IsMail(content)
        ? EmailAddress.Read(content)
        : Fields.PhoneNumbers.Read(content, context.Caller.Account.CountryCode)?.Stored;

    private static bool IsMail(string text) => text.Contains('@', StringComparison.Ordinal);
}
