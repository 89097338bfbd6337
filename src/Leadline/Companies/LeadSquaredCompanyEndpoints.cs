using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Companies;

/// <summary>Companies as LeadSquared's <c>CompanyManagement.svc</c> has them (core §12).</summary>
internal sealed class LeadSquaredCompanyEndpoints(CompanyOperations companies, CompanyReadOperations reads)
{
    private const int LargestPage = 1_000;
    private const int UsualPage = 100;

    // Said live of an update whose body is a bare list (core §12).
    private static readonly Failure NoDetails = new(ErrorCode.InvalidDataType, "You're missing Company details.");

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateCompanyBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.CompanyProperties is not { Count: > 0 } properties)
            return NoDetails;
        return call.Answer(
            await companies.Create(
                call.Caller, call.Transaction, body.Value.CompanyType?.CompanyTypeName, properties),
            company => new SuccessResponse<IdMessage>(new IdMessage(company.Id.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> Update(Call call)
    {
        if (call.Query("companyId") is null)
            return new Failure(ErrorCode.MissingAttribute, "'companyId' is mandatory for updating company");
        if (call.Body.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
            return NoDetails;
        var body = call.Read<CompanyPropertiesBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.CompanyProperties is not { Count: > 0 } properties)
            return NoDetails;
        if (call.QueryId("companyId") is not { } companyId)
            return CompanyRules.Unknown;
        return call.Answer(
            await companies.Update(call.Caller, call.Transaction, companyId, properties),
            _ => new SuccessResponse<AffectedRowsMessage>(new AffectedRowsMessage(1)),
            LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);
    }

    // A GET that changes something (core §0.1).
    public async Task<Failure?> Delete(Call call)
    {
        if (call.Query("companyId") is null)
            return new Failure(ErrorCode.MissingAttribute, "'companyId' is mandatory");
        var withLeads = call.Query("withLeadDelete");
        if (withLeads is not null && !bool.TryParse(withLeads, out _))
            return Failure.InvalidParameter("withLeadDelete");
        if (call.QueryId("companyId") is not { } companyId)
            return CompanyRules.Unknown;
        var goWithIt = withLeads is not null && bool.Parse(withLeads);
        return await companies.Delete(call.Caller, call.Transaction, companyId, goWithIt, call.Cancelled)
            ?? call.Answer(
                new SuccessResponse<EmptyMessage>(new EmptyMessage()),
                LeadSquaredJson.Default.SuccessResponseEmptyMessage);
    }

    public async Task<Failure?> Get(Call call)
    {
        var read = call.ReadOrDefault<CompanySearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var columns = await reads.Columns(call.Caller);
        var selected = Selected(columns, body.Columns?.Include_CSV);
        if (selected.Failure is { } unknown)
            return unknown;
        var query = reads.Query(call.Caller, columns);
        if (await Narrow(call, query, body.Query ?? new CompanyQueryBody()) is { } unfit)
            return unfit;
        var size = Math.Min(body.Paging?.PageSize is > 0 and var asked ? asked : UsualPage, LargestPage);
        var skip = (Math.Max(body.Paging?.PageIndex ?? 1, 1) - 1L) * size;
        if (query.Page(body.Sorting?.ColumnName, body.Sorting?.Direction?.Trim() != "0", skip, size) is { } badOrder)
            return badOrder;
        var page = await reads.Page(query);
        return call.Answer(
            new CompaniesResponse(
                await reads.Count(query), [.. page.Select(one => Row(one, selected.Value, call.Caller.Account))]),
            LeadSquaredJson.Default.CompaniesResponse);
    }

    /// <summary>At most 25 companies, an answer a row (core §12).</summary>
    public async Task<Failure?> CreateOrUpdate(Call call)
    {
        var read = call.Read<BulkCompaniesBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (body.Companies is not { Count: > 0 } rows)
            return NoDetails;
        if (rows.Count > CompanyOperations.MostRows)
            return Failure.InvalidParameter($"At most {CompanyOperations.MostRows} companies are allowed.");
        var searchBy = CompanyFieldNames.Identifying.FirstOrDefault(
            field => field.Equals(body.Options?.SearchBy?.Trim() ?? CompanyFieldNames.Name,
                StringComparison.OrdinalIgnoreCase));
        if (searchBy is null)
            return new Failure(ErrorCode.InvalidInput, ErrorTexts.InvalidSearchBy);
        var strategy = body.Options?.CollisionResolutionStrategy ?? nameof(CompanyCollision.OverwriteAllFields);
        if (!Enum.TryParse<CompanyCollision>(strategy, ignoreCase: true, out var collision)
            || !Enum.IsDefined(collision))
            return Failure.InvalidParameter("CollisionResolutionStrategy");
        return call.Answer(
            await companies.CreateOrUpdate(
                call.Caller,
                call.Transaction,
                body.CompanyType?.CompanyTypeName,
                searchBy,
                collision,
                [.. rows.Select(row => (IReadOnlyList<LeadProperty>)row)]),
            outcomes => [.. outcomes.Select(Row)],
            LeadSquaredJson.Default.IReadOnlyListCompanyRowResponse);
    }

    private async Task<Failure?> Narrow(Call call, CompanyQuery query, CompanyQueryBody body)
    {
        if (body.CompanyType?.CompanyTypeName is { Length: > 0 } name)
        {
            var type = (await reads.Types(call.Caller)).FirstOrDefault(
                type => type.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
            if (type is null)
                return CompanyRules.UnknownType;
            query.OfType(type.Id);
        }

        if (!string.IsNullOrWhiteSpace(body.SearchText))
            query.WithWords(body.SearchText.Trim());
        if (body.DateRange is { } range)
        {
            var field = string.IsNullOrWhiteSpace(range.DateField)
                ? CompanyFieldNames.ModifiedOn
                : range.DateField.Trim();
            foreach (var (sqlOperator, date, member) in new[]
                     {
                         (">=", range.FromDate, "FromDate"), ("<=", range.ToDate, "ToDate"),
                     })
            {
                if (string.IsNullOrWhiteSpace(date))
                    continue;
                if (!FieldDates.TryReadMoment(date, out _))
                    return Failure.InvalidParameter($"{member} value is not correct.");
                if (query.Where(field, sqlOperator, date) is { } unfit)
                    return unfit;
            }
        }

        return body.FilterBy is { LookupName.Length: > 0 } filter
            ? query.Where(filter.LookupName.Trim(), filter.SqlOperator ?? "=", filter.LookupValue)
            : null;
    }

    // Unlike those of leads, a column that there is none of refuses the call (core §12).
    private static Result<IReadOnlyList<CompanyColumn>> Selected(CompanyColumns columns, string? csv)
    {
        var names = (csv ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is [] or ["*"])
            return Result<IReadOnlyList<CompanyColumn>>.Success(columns.All);
        var unknown = names.Where(name => columns.Find(name) is null).ToList();
        return unknown.Count == 0
            ? Result<IReadOnlyList<CompanyColumn>>.Success([.. names.Select(name => columns.Find(name)!)])
            : new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {string.Join(", ", unknown)}.");
    }

    private static CompanyRecord Row(Company company, IReadOnlyList<CompanyColumn> columns, Account account) => new(
        [.. columns.Select(column => new CompanyProperty(column.Field.SchemaName, column.Print(company, account)))]);

    private static CompanyRowResponse Row(Result<CompanyWritten> outcome, int index) => outcome.Failure is { } failure
        ? new CompanyRowResponse
        {
            RowNumber = index + 1,
            CompanyId = "",
            ExceptionType = SurfaceErrors.LeadSquaredType(failure.Code),
            ErrorMessage = failure.Message,
        }
        : new CompanyRowResponse
        {
            RowNumber = index + 1,
            CompanyId = outcome.Value.Id.ToString(),
            CompanyCreated = outcome.Value.IsCreated,
            CompanyUpdated = outcome.Value.IsUpdated,
            AffectedRows = outcome.Value.IsCreated || outcome.Value.IsUpdated ? 1 : 0,
        };
}
