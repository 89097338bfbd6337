using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.ServiceDesk;

/// <summary>The fields of tickets in Leadline's own API.</summary>
internal sealed partial class TicketFieldEndpoints(FieldOperations fields, TimeProvider clock)
{
    private static readonly FieldType[] Types =
    [
        FieldType.Text,
        FieldType.TextArea,
        FieldType.Number,
        FieldType.Decimal,
        FieldType.Boolean,
        FieldType.Date,
        FieldType.DateTime,
        FieldType.Email, FieldType.Phone, FieldType.Url, FieldType.Dropdown, FieldType.MultiSelect,
    ];

    public async Task<Failure?> List(Call call)
    {
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        return call.Answer(new TicketFieldsResponse(catalog.Fields.Responses()), OwnJson.Default.TicketFieldsResponse);
    }

    public async Task<Failure?> Add(Call call)
    {
        var body = call.Read<TicketFieldRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (ServiceRights.ChangeRefusal(call.Caller) is { } notPermitted)
            return notPermitted;
        var request = body.Value;
        if (request.SchemaName is not { } name || !CustomName().IsMatch(name))
            return Invalid("'schemaName' is CustomData. and up to 50 letters, digits and underscores.");
        if (string.IsNullOrWhiteSpace(request.DisplayName))
            return new Failure(ErrorCode.MissingAttribute, "'displayName' is mandatory.");
        if (!Enum.TryParse<FieldType>(request.Type ?? "text", ignoreCase: true, out var type) || !Types.Contains(type))
            return Invalid(
                "'type' is one of "
                + string.Join(", ", Types.Select(known => JsonNamingPolicy.CamelCase.ConvertName(known.ToString())))
                + ".");
        var now = clock.GetUtcNow();
        var field = new FieldDefinition
        {
            Id = Ids.New(),
            SchemaName = name,
            DisplayName = request.DisplayName.Trim(),
            Type = type,
            Options = request.Options ?? [],
            IsMandatory = request.Mandatory ?? false,
            CreatedOn = now,
            ModifiedOn = now,
        };
        if (request.DefaultValue is { Length: > 0 } initial)
        {
            var coerced = FieldRules.Coerce(
                field, initial, new FieldContext(call.Caller.Account.CountryCode, CheckOptions: true));
            if (coerced.Failure is { } unfit)
                return unfit;
            field = field with { DefaultValue = coerced.Value };
        }

        return Answer(call, await fields.Add(call.Caller.AccountId, call.Transaction, TicketFields.Owner, field));
    }

    /// <summary>Replaces the options of a dropdown, a standard one's too; values that tickets have stay.</summary>
    public async Task<Failure?> SetOptions(Call call)
    {
        var body = call.Read<TicketFieldOptionsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (ServiceRights.ChangeRefusal(call.Caller) is { } notPermitted)
            return notPermitted;
        var options = (body.Value.Options ?? []).Select(option => option.Trim()).ToList();
        if (
            options.Count == 0
            || options.Exists(option => option.Length == 0)
            || options.Distinct().Count() != options.Count)
            return Invalid("'options' are different texts.");
        var (accountId, name) = (call.Caller.AccountId, call.Route("schemaName"));
        if (
            TicketFields.CatalogIn(await fields.Get(accountId)).FindAnyCase(name)
            is not { Type: FieldType.Dropdown or FieldType.MultiSelect } known)
            return new Failure(ErrorCode.UnknownField, "There is no such dropdown.");
        if (known.DefaultValue is { } initial && !options.Contains(initial))
            return new Failure(ErrorCode.Conflict, $"'{initial}' is the value that new tickets start with.");

        // A standard field stands in code until the account changes it.
        var changed = known with { Options = options, ModifiedOn = clock.GetUtcNow() };
        var edited = await fields.Edit(accountId, call.Transaction, TicketFields.Owner, known.SchemaName, _ => changed);
        return Answer(call, edited.Failure is null
            ? edited
            : await fields.Add(accountId, call.Transaction, TicketFields.Owner, changed));
    }

    private static Failure? Answer(Call call, Result<FieldDefinition> field) =>
        call.Answer(field, FieldResponses.Response, OwnJson.Default.FieldResponse);

    private static Failure Invalid(string message) => new(ErrorCode.InvalidInput, message);

    [GeneratedRegex("^CustomData\\.[A-Za-z0-9_]{1,50}$")]
    private static partial Regex CustomName();
}
