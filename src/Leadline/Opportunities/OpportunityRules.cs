using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Activity = Leadline.Activities.Activity;

namespace Leadline.Opportunities;

/// <summary>What an opportunity may hold, and what a capture or an update makes of one.</summary>
internal static class OpportunityRules
{
    /// <summary>The body of an update says of no opportunity that it is meant (extended §2.2).</summary>
    public static readonly Failure Unnamed = new(
        ErrorCode.MissingArgument, "Value cannot be null. Parameter name: ProspectOpportunityId")
    {
        IsAbsence = true,
    };

    /// <summary>As Leadline's own API says it.</summary>
    public static readonly Failure NoSuch = new(ErrorCode.UnknownRecord, "There is no such opportunity.");

    public static readonly Failure Unknown = new(ErrorCode.UnknownActivity, "Opportunity does not exist.");

    /// <summary>The lead has an opportunity with the same values in the fields of the type's duplicate rule.</summary>
    public static Failure Duplicate(OpportunityDefinition definition) => new(
        ErrorCode.Duplicate,
        $"An Opportunity with same {string.Join(", ", definition.DuplicateRule.Select(field => field.DisplayName))}"
        + " already exists.");

    /// <summary>
    /// The event code that a query narrows an answer to, null for none. False for what is no code: the answer must not
    /// be that of the call without it.
    /// </summary>
    public static bool TryReadCode(string? text, out int? code)
    {
        code = int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        return code is not null || string.IsNullOrWhiteSpace(text);
    }

    /// <summary>
    /// The opportunity that the body asks for, but for its lead and numbers; checked in full, so that writing it cannot
    /// fail.
    /// </summary>
    public static Result<Activity> Read(
        Caller caller, Account account, OpportunityDefinition definition, OpportunityBody body)
    {
        var opportunity = new Activity
        {
            AccountId = account.Id,
            Id = Ids.New(),
            EventCode = definition.EventCode,
            Status = definition.Status.DefaultValue,
            OwnerId = caller.User.Id,
            CreatedBy = caller.User.Id,
            ModifiedBy = caller.User.Id,
            Values = new Dictionary<string, string>(definition.Fields.Defaults),
        };
        if (!string.IsNullOrWhiteSpace(body.OpportunityDateTime))
        {
            if (!FieldDates.TryReadMoment(body.OpportunityDateTime, out var moment))
                return Failure.InvalidParameter(nameof(body.OpportunityDateTime));
            opportunity.ActivityOn = Microseconds.Whole(moment.UtcDateTime);
        }

        var refusal = SetOwner(opportunity, account, body.OpportunityOwnerEmail)
            ?? ActivityRules.SetNote(opportunity, body.OpportunityNote)
            ?? SetFields(opportunity, account, definition, body.Fields)
            ?? ActivityRules.MissingField(opportunity, definition.Fields.Mandatory);
        return refusal is null ? opportunity : refusal;
    }

    /// <summary>
    /// What a captured body leaves of an opportunity that it is a duplicate of, by the flags that it came with
    /// (extended §2.1).
    /// </summary>
    public static Activity Merge(
        Activity found, Account account, OpportunityDefinition definition, OpportunityBody body)
    {
        var overwrites = body.OverwriteFields == true;
        if (!overwrites && body.UpdateEmptyFields != true)
            return found;
        var met = found with { Values = new(found.Values) };
        var takesOwner = body.DoNotChangeOwner != true && (overwrites || found.OwnerId is null);
        if (overwrites || string.IsNullOrEmpty(found.Note))
            met.Note = body.OpportunityNote ?? found.Note;
        var fields = (body.Fields ?? []).FindAll(field =>
            Is(field, ActivityFieldNames.Owner) ? takesOwner : overwrites || IsBlank(found, field));

        // Each value was found to fit when the body was read; a set of parts may still not fit with those that are
        // there.
        return (takesOwner ? SetOwner(met, account, body.OpportunityOwnerEmail) : null) is null
            && SetFields(met, account, definition, fields) is null
                ? met
                : found;
    }

    /// <summary>What a change leaves of the opportunity, or why it may not be.</summary>
    public static Result<Activity> Change(
        Activity opportunity, Account account, OpportunityDefinition definition, UpdateOpportunityBody change)
    {
        if (opportunity.IsLocked)
            return new Failure(ErrorCode.InvalidInput, "Opportunity is locked.");
        if (change.OpportunityEventCode is { } eventCode && eventCode != opportunity.EventCode)
            return ActivityRules.UnknownType;
        var changed = opportunity with { Values = new(opportunity.Values) };

        // A field that became mandatory later does not stand in the way of changes to older opportunities.
        FieldDefinition[] kept =
        [
            .. definition.Fields.Mandatory.Where(field => opportunity.Value(field.SchemaName) is not null),
        ];
        var refusal = ActivityRules.SetNote(changed, change.OpportunityNote)
            ?? SetFields(changed, account, definition, change.Fields)
            ?? ActivityRules.MissingField(changed, kept)
            ?? MissingComment(opportunity, changed, definition, change);
        return refusal is null ? changed : refusal;
    }

    private static Failure? MissingComment(
        Activity before, Activity after, OpportunityDefinition definition, UpdateOpportunityBody change)
    {
        if (definition.RequiredComment is not { } comment
            || (
                before.Status == after.Status
                && before.Value(OpportunityFieldNames.Stage) == after.Value(OpportunityFieldNames.Stage))
            || change.Fields?.Exists(field => Is(field, comment.SchemaName) && !string.IsNullOrWhiteSpace(field.Value))
                == true)
            return null;

        // With the comment gone, the missing field is told in the words that a capture tells it in.
        var uncommented = after with { Values = new(after.Values) };
        uncommented.Values.Remove(comment.SchemaName);
        return ActivityRules.MissingField(uncommented, [comment]);
    }

    private static Failure? SetFields(
        Activity opportunity, Account account, OpportunityDefinition definition, IReadOnlyList<LeadProperty>? fields)
    {
        var status = opportunity.Status;
        var refusal = ActivityRules.SetFields(
            opportunity, account, definition.Fields, fields, skipOptions: false, definition.Status);

        // An opportunity always has a status: a blank one changes nothing.
        opportunity.Status ??= status;
        return refusal;
    }

    private static Failure? SetOwner(Activity opportunity, Account account, string? email)
    {
        if (string.IsNullOrWhiteSpace(email))
            return null;
        if (account.FindUser(email) is not { } owner)
            return Failure.InvalidParameter(nameof(OpportunityBody.OpportunityOwnerEmail));
        opportunity.OwnerId = owner.Id;
        return null;
    }

    private static bool IsBlank(Activity opportunity, LeadProperty field) => string.IsNullOrEmpty(
        Is(field, ActivityFieldNames.Status) ? opportunity.Status
        : Is(field, ActivityFieldNames.Note) ? opportunity.Note
        : opportunity.Value(field.Attribute ?? ""));

    private static bool Is(LeadProperty field, string name) =>
        name.Equals(field.Attribute, StringComparison.OrdinalIgnoreCase);
}
