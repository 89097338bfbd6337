using System.Globalization;
using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>When users come and leave, as LeadSquared's <c>UserManagement.svc</c> has it (core §6.1).</summary>
internal sealed class LeadSquaredCheckInEndpoints(CheckInOperations checkIns)
{
    public Task<Failure?> CheckIn(Call call) => Record(call, isIn: true);

    public Task<Failure?> CheckOut(Call call) => Record(call, isIn: false);

    /// <summary>Of the user of UserId, without it of the caller.</summary>
    public async Task<Failure?> Status(Call call)
    {
        var userId = call.Query("UserId") is null ? call.Caller.User.Id : call.QueryId("UserId");
        if (userId is not { } id || !call.Caller.Account.Users.ContainsKey(id))
            return UserRules.Unknown;
        var last = await checkIns.Last(call.Caller.AccountId, id);
        return call.Answer(
            new CheckInStatusResponse(last?.IsIn == true, last is null ? null : LeadSquaredDates.Text(last.OccurredOn)),
            LeadSquaredJson.Default.CheckInStatusResponse);
    }

    /// <summary>The newest first, at most <see cref="CheckInOperations.MostTold"/>.</summary>
    public async Task<Failure?> History(Call call)
    {
        var read = call.ReadOrDefault<CheckInHistoryBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        if (!FieldDates.TryReadUtc(read.Value.FromDate, out var from))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (!FieldDates.TryReadUtc(read.Value.ToDate, out var to))
            return Failure.InvalidParameter("ToDate value is not correct.");
        if (from > to)
            return Failure.InvalidParameter("FromDate can't be greater than ToDate.");
        Guid[] users = read.Value.UserIds is { Count: > 0 } sent
            ? [.. sent.Select(id => Guid.TryParse(id, out var userId) ? userId : Guid.Empty)]
            : [call.Caller.User.Id];
        var told = await checkIns.History(call.Caller.AccountId, users, from, to);
        return call.Answer(
            new ListResponse(told.Count, [.. told.Select(one => Row(call, one))]),
            LeadSquaredJson.Default.ListResponse);
    }

    private async Task<Failure?> Record(Call call, bool isIn)
    {
        var read = call.Read<CheckInBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var said = new CheckIn
        {
            UserId = call.Caller.User.Id,
            IsIn = isIn,
            Source = body.Source ?? "",
            Location = body.Location,
            Latitude = body.Latitude,
            Longitude = body.Longitude,
            Details = body.OtherDetails is { Count: > 0 } details ? JsonSerializer.Serialize(details) : null,
            Address = call.Http.Connection.RemoteIpAddress?.ToString(),
        };
        var recorded = await checkIns.Record(call.Caller, call.Transaction, said, body.AvailabilityStatus);
        return call.Answer(
            recorded,
            one => new SuccessResponse<CheckInMessage>(new CheckInMessage(
                $"User successfully checked {(isIn ? "in" : "out")} on {LeadSquaredDates.Text(one.OccurredOn)}")),
            LeadSquaredJson.Default.SuccessResponseCheckInMessage);
    }

    private static Dictionary<string, string?> Row(Call call, CheckIn one) => new()
    {
        ["UserId"] = one.UserId.ToString(),
        ["UserName"] = call.Caller.Account.Users.GetValueOrDefault(one.UserId)?.Name,
        ["Type"] = one.IsIn ? "CheckIn" : "CheckOut",
        ["CheckedOn"] = LeadSquaredDates.Text(one.OccurredOn),
        ["Source"] = one.Source,
        ["Location"] = one.Location,
        ["Latitude"] = one.Latitude?.ToString(CultureInfo.InvariantCulture),
        ["Longitude"] = one.Longitude?.ToString(CultureInfo.InvariantCulture),
        ["AvailabilityStatus"] = one.Availability,
        ["IPAddress"] = one.Address,
    };
}
