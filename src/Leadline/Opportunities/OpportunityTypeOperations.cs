using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Npgsql;

namespace Leadline.Opportunities;

/// <summary>An opportunity type: the activity type that it is, its fields, and what only opportunities have.</summary>
internal sealed record OpportunityType(
    ActivityType Type, OpportunityDefinition Definition, string PluralName, Guid? ModifiedBy);

/// <summary>An account's opportunity types: read on every capture, changed rarely.</summary>
internal sealed class OpportunityTypeOperations(
    ActivityTypeOperations types, FieldOperations fields, OpportunityTypeStore store)
{
    private const int LongestName = 200;

    private const string Deed = "change opportunity types";

    private static readonly Failure Unknown = new(
        ErrorCode.UnknownActivityType, "There is no opportunity type of this code.");

    /// <summary>The account's types in the order of their codes.</summary>
    public async Task<IReadOnlyList<OpportunityType>> All(int accountId)
    {
        var definitions = await fields.Get(accountId);
        var extras = await store.Load(accountId);
        return
        [
            .. from type in (await types.Get(accountId)).Types
               where type.IsOpportunity
               let definition = OpportunityDefinition.For(definitions, type.EventCode)
               let extra = extras.GetValueOrDefault(type.EventCode)
               where definition is not null
               select new OpportunityType(type, definition, extra.PluralName ?? type.Name, extra.ModifiedBy),
        ];
    }

    public async Task<Result<OpportunityType>> Find(int accountId, int eventCode) =>
        (await All(accountId)).FirstOrDefault(type => type.Type.EventCode == eventCode) is { } found ? found : Unknown;

    /// <summary>Makes a type under the next free code from 12000.</summary>
    public async Task<Result<OpportunityType>> Create(Caller caller, NpgsqlConnection? within, OpportunityTypeBody body)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        if (string.IsNullOrWhiteSpace(body.Name))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.");
        if (Refusal(body) is { } refusal)
            return refusal;
        var code = await fields.Change<int>(
            caller.AccountId,
            within,
            connection =>
                AllOrNothing(
                    connection,
                    async () =>
                        await Add(
                            connection,
                            Editor.For(caller),
                            body,
                            (await types.Load(connection, caller.AccountId)).NextOpportunityCode())));
        return code.Failure is { } failure ? failure : await Find(caller.AccountId, code.Value);
    }

    /// <summary>Adds a type under a code of its own, in the transaction that makes the account.</summary>
    public async Task Seed(
        NpgsqlConnection connection, int accountId, Guid userId, int eventCode, OpportunityTypeBody body)
    {
        if (
            (await Add(connection, new Editor(accountId, userId, Account: null), body, eventCode)).Failure is
            { } failure)
            throw new InvalidOperationException(failure.Message);
    }

    /// <summary>Changes what is passed of a type, and changes or adds the passed fields.</summary>
    public async Task<Result<OpportunityType>> Update(
        Caller caller, NpgsqlConnection? within, int eventCode, OpportunityTypeBody body)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        if (Refusal(body) is { } refusal)
            return refusal;
        var changed = await fields.Change<int>(
            caller.AccountId,
            within,
            connection => AllOrNothing(connection, () => Update(connection, Editor.For(caller), eventCode, body)));
        return changed.Failure is { } failure ? failure : await Find(caller.AccountId, eventCode);
    }

    // A refusal is a value, and so the transaction goes on to its commit: what was done until then must be undone.
    private static async Task<Result<int>> AllOrNothing(NpgsqlConnection connection, Func<Task<Result<int>>> change)
    {
        await OpportunityTypeStore.Savepoint(connection);
        var changed = await change();
        await OpportunityTypeStore.Release(connection, isUndone: changed.Failure is not null);
        return changed;
    }

    private async Task<Result<int>> Add(
        NpgsqlConnection connection, Editor editor, OpportunityTypeBody body, int eventCode)
    {
        var name = body.Name!.Trim();
        if ((await types.Load(connection, editor.AccountId)).Find(name) is not null)
            return Duplicate(name);
        var status = OpportunityTypeFields.Status(body.Statuses);
        var own = FieldBodies.ReadAll(body.Fields, OpportunityTypeFields.Naming);
        if ((status.Failure ?? own.Failure) is { } unfit)
            return unfit;
        await types.Add(
            connection,
            editor.AccountId,
            new ActivityType
            {
                EventCode = eventCode,
                Id = Ids.New(),
                Name = name,
                DisplayName = body.DisplayName?.Trim() ?? name,
                Description = body.Description,
                CanDelete = body.CanDelete == true,
                IsSystem = true,
            },
            [.. OpportunityTypeFields.Standard(own.Value), .. own.Value]);
        await fields.Seed(connection, editor.AccountId, AccountFields.OpportunityOwner(eventCode), [status.Value]);
        await store.Put(connection, editor.AccountId, eventCode, body.PluralName?.Trim() ?? name, editor.UserId);
        return await ChangeRules(connection, editor, eventCode, body) is { } failure ? failure : eventCode;
    }

    private async Task<Result<int>> Update(
        NpgsqlConnection connection, Editor editor, int eventCode, OpportunityTypeBody body)
    {
        var catalog = await types.Load(connection, editor.AccountId);
        if (catalog.Find(eventCode) is not { IsOpportunity: true } type)
            return Unknown;
        var name = string.IsNullOrWhiteSpace(body.Name) ? type.Name : body.Name.Trim();
        if (catalog.Find(name) is { } other && other.EventCode != eventCode)
            return Duplicate(name);
        type = type with
        {
            Name = name,
            DisplayName = body.DisplayName?.Trim() ?? type.DisplayName,
            Description = body.Description ?? type.Description,
            CanDelete = body.CanDelete ?? type.CanDelete,
        };
        await types.Replace(connection, editor.AccountId, type);
        await store.Put(connection, editor.AccountId, eventCode, body.PluralName?.Trim(), editor.UserId);
        var refusal =
            await ChangeFields(connection, editor, eventCode, body)
            ?? await ChangeRules(connection, editor, eventCode, body);
        return refusal is null ? eventCode : refusal;
    }

    private async Task<Failure?> ChangeFields(
        NpgsqlConnection connection, Editor editor, int eventCode, OpportunityTypeBody body)
    {
        var owner = AccountFields.ActivityOwner(eventCode);
        foreach (var field in body.Fields ?? [])
        {
            var known = (await fields.Load(connection, editor.AccountId))
                .OfActivity(eventCode)
                .Find(field.SchemaName ?? "");
            var read = known is null
                ? FieldBodies.Read(field, OpportunityTypeFields.Naming)
                : FieldBodies.Change(known, field, OpportunityTypeFields.Naming);
            var put =
                read.Failure is { } unfit ? unfit
                : known is null ? await fields.Add(editor.AccountId, connection, owner, read.Value)
                : await fields.Edit(editor.AccountId, connection, owner, known.SchemaName, _ => read.Value);
            if (put.Failure is { } failure)
                return failure;
        }

        if (body.Statuses is not null)
        {
            var status = OpportunityTypeFields.Status(body.Statuses);
            if (status.Failure is { } unfit)
                return unfit;
            await fields.Edit(
                editor.AccountId,
                connection,
                AccountFields.OpportunityOwner(eventCode),
                ActivityFieldNames.Status,
                existing => existing with { Options = status.Value.Options, DefaultValue = status.Value.DefaultValue });
        }

        return null;
    }

    /// <summary>Stages, comments and duplicates, each of which is a matter of certain fields.</summary>
    private async Task<Failure?> ChangeRules(
        NpgsqlConnection connection, Editor editor, int eventCode, OpportunityTypeBody body)
    {
        var owner = AccountFields.ActivityOwner(eventCode);
        if (body.Stages is { } stages
            && (
                await fields.Edit(
                    editor.AccountId,
                    connection,
                    owner,
                    OpportunityFieldNames.Stage,
                    stage => OpportunityTypeFields.WithStages(stage, stages))
            ).Failure
                is { } unfit)
            return unfit;
        if (body.RequireComment is { } required
            && (
                await fields.Edit(
                    editor.AccountId,
                    connection,
                    owner,
                    OpportunityFieldNames.Comment,
                    comment => comment with { IsMandatory = required })
            ).Failure
                is not null
            && required)
            await fields.Add(editor.AccountId, connection, owner, OpportunityTypeFields.Comment(required: true));
        return body.DuplicateFields is { } rule ? await ChangeDuplicateRule(connection, editor, eventCode, rule) : null;
    }

    private async Task<Failure?> ChangeDuplicateRule(
        NpgsqlConnection connection, Editor editor, int eventCode, List<string> rule)
    {
        var before = OpportunityDefinition.For(await fields.Load(connection, editor.AccountId), eventCode)!;
        if (
            rule.Find(name =>
                name != ActivityFieldNames.Status
                && before.Fields.Find(name) is null or { Type: FieldType.FieldSet or FieldType.AutoId }
            ) is
            { } unknown)
            return new Failure(
                ErrorCode.InvalidInput, $"'duplicateFields' is not valid: there is no plain field {unknown}.");
        foreach (var field in before.Fields.Fields.Append(before.Status))
        {
            var unique = rule.Contains(field.SchemaName) ? Uniqueness.Enforced : Uniqueness.None;
            if (unique == field.Unique)
                continue;
            var owner = ReferenceEquals(field, before.Status)
                ? AccountFields.OpportunityOwner(eventCode)
                : AccountFields.ActivityOwner(eventCode);
            await fields.Edit(
                editor.AccountId, connection, owner, field.SchemaName, existing => existing with { Unique = unique });
        }

        var after = OpportunityDefinition.For(await fields.Load(connection, editor.AccountId), eventCode)!;
        if (
            editor.Account is { } account
            && !after
                .DuplicateRule.Select(field => field.SchemaName)
                .SequenceEqual(before.DuplicateRule.Select(field => field.SchemaName)))
            await store.Rekey(connection, account, after);
        return null;
    }

    private static Failure? Refusal(OpportunityTypeBody body)
    {
        foreach (
            var (member, text) in new[]
            {
                ("name", body.Name),
                ("displayName", body.DisplayName),
                ("pluralName", body.PluralName),
            })
            if (text is not null && (text.Trim().Length > LongestName || !FieldRules.IsStorable(text)))
                return new Failure(
                    ErrorCode.InvalidInput, $"'{member}' is not valid: at most {LongestName} characters expected.");
        return body.Description is { } description && !FieldRules.IsStorable(description)
            ? new Failure(ErrorCode.InvalidInput, "'description' is not valid.")
            : null;
    }

    private static Failure Duplicate(string name) =>
        new(ErrorCode.Duplicate, $"A type with the name '{name}' already exists.");

    /// <summary>Who changes types; no account where it is just being made, and so has no opportunities.</summary>
    private sealed record Editor(int AccountId, Guid UserId, Account? Account)
    {
        public static Editor For(Caller caller) => new(caller.AccountId, caller.User.Id, caller.Account);
    }
}
