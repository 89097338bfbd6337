using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>Writes of users as LeadSquared's <c>UserManagement.svc</c> takes them (core §6, §6.1).</summary>
internal sealed class LeadSquaredUserChangeEndpoints(UserOperations users)
{
    public async Task<Failure?> Create(Call call)
    {
        var read = call.Read<CreateUserBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        (string Name, string? Value)[] given =
        [
            (UserProfile.AssociatedPhoneNumbers, body.AssociatedPhoneNumbers),
            (UserProfile.IsPhoneCallAgent, body.IsPhoneCallAgent),
            (UserProfile.UserType, body.UserType),
            ("PhoneMobile", body.PhoneMobile),
            (UserProfile.TimeZone, body.TimeZone),
            (UserProfile.DateFormat, body.DateFormat),
            (UserProfile.TeamId, body.TeamId),
            ("WorkDayTemplateId", body.WorkDayTemplateId),
            ("HolidayCalendarId", body.HolidayCalendarId),
            .. (body.CustomFields ?? []).Select(custom => (custom.Key, custom.Value)),
        ];
        var edit = new UserEdit
        {
            Email = body.EmailAddress,
            FirstName = body.FirstName,
            LastName = body.LastName,
            Role = body.Role,
            Password = string.IsNullOrEmpty(body.Password) ? null : body.Password,
            ManagerId = body.ManagerUserId,
            Profile = Values(given.Where(value => value.Value is not null)),
            Groups =
            [
                .. (body.AssociatedGroups ?? []).Select(group => new NewMembership(group.GroupId, group.Rights())),
            ],
        };
        return call.Answer(
            await users.Create(call.Caller, call.Transaction, edit),
            user => new SuccessResponse<IdMessage>(new IdMessage(user.Id.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> Update(Call call)
    {
        if (call.Query("UserId") is null)
            return new Failure(ErrorCode.MissingAttribute, "'UserId' is mandatory for updating user");
        if (call.QueryId("UserId") is not { } userId)
            return UserRules.Unknown;
        var read = call.Read<UpdateUserBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var edit = Edit(read.Value);
        return edit.Failure ?? call.Answer(
            await users.Change(call.Caller, call.Transaction, userId, edit.Value),
            _ => new SuccessResponse<AffectedRowsMessage>(new AffectedRowsMessage(1)),
            LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);
    }

    // A GET that changes something (core §0.1).
    public async Task<Failure?> MarkObsolete(Call call)
    {
        if (call.Query("userid") is null)
            return new Failure(ErrorCode.MissingAttribute, "'userid' is mandatory");
        return call.QueryId("userid") is { } userId
            ? call.Answer(
                await users.Change(call.Caller, call.Transaction, userId, new UserEdit { IsObsolete = true }),
                _ => new StatusResponse(),
                LeadSquaredJson.Default.StatusResponse)
            : UserRules.Unknown;
    }

    // Some of the names are of what Leadline keeps apart from the free values.
    private static Result<UserEdit> Edit(UpdateUserBody body)
    {
        var sent = (body.User ?? []).Concat(body.UserSettings ?? []);
        var values = Values(sent.Select(value => (value.Key, value.Value)));
        var templates = Take("TemplateNames")?.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (templates is { Length: > 1 })
            return Failure.InvalidParameter("TemplateNames: a user has one permission template.");
        var deletion = Take("DeletionStatusCode");
        if (deletion is not (null or "" or "0" or "1"))
            return Failure.InvalidParameter("DeletionStatusCode");
        var status = Take("StatusCode");
        if (status is not (null or "" or "0" or "1"))
            return Failure.InvalidParameter("StatusCode");
        return new UserEdit
        {
            FirstName = Take("FirstName"),
            LastName = Take("LastName"),
            Role = Take("Role"),
            ManagerId = Take("ManagerUserId"),
            PermissionTemplate = templates is null ? null : templates.FirstOrDefault() ?? "",
            IsActive = string.IsNullOrEmpty(status) ? null : status == "0",
            IsObsolete = string.IsNullOrEmpty(deletion) ? null : deletion == "1",
            Profile = values,
        };

        string? Take(string name) => values.Remove(name, out var value) ? value ?? "" : null;
    }

    // Of a name that is sent twice the last value counts, as with Newtonsoft.Json (clients.md, rule 2).
    private static Dictionary<string, string?> Values(IEnumerable<(string Name, string? Value)> sent)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in sent)
            values[name] = value;
        return values;
    }
}
