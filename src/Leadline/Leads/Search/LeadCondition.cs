using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads.Index;
using Leadline.Platform.Errors;

namespace Leadline.Leads.Search;

/// <summary>A filter made ready for SQL. No value is part of the text.</summary>
/// <param name="Sql">About the lead <c>l</c>.</param>
/// <param name="Tokens">What the search index knows of it; null when nothing.</param>
internal sealed record LeadCondition(string Sql, TokenExpression? Tokens)
{
    /// <summary>What the text names <c>@p0</c>, <c>@p1</c> and so on.</summary>
    public IReadOnlyList<object> Parameters { get; init; } = [];

    public static readonly LeadCondition All = new("true", Tokens: null);

    /// <summary>The condition, of the leads of the scope alone. The index knows owners, but no shares.</summary>
    public LeadCondition Within(RecordScope scope, int accountId)
    {
        if (scope.Owners is not { } owners)
            return this;
        if (scope.IsNone)
            return new LeadCondition("false", Tokens: null);
        var (owner, shared) = ($"@p{Parameters.Count}", $"@p{Parameters.Count + 1}");
        return this with
        {
            Sql = $"({Sql}) AND (l.owner_id = ANY({owner}) OR l.lead_id = ANY({shared}))",
            Tokens = scope.Shared.Count > 0
                ? Tokens
                : TokenExpression.All([Tokens, LeadTokens.OfOwners(accountId, owners)]),
            Parameters = [.. Parameters, scope.OwnerIds!, scope.SharedIds],
        };
    }

    /// <summary>The filter's condition on an account's leads; a failure when one of its terms cannot be read.</summary>
    public static Result<LeadCondition> Of(Account account, LeadColumns columns, RecordFilter filter)
    {
        var reader = new Reader(account, columns);
        var condition = reader.Read(filter);
        return condition.Failure is { } failure ? failure : condition.Value with { Parameters = reader.Parameters };
    }

    private sealed class Reader(Account account, LeadColumns columns)
    {
        public List<object> Parameters { get; } = [];

        public Result<LeadCondition> Read(RecordFilter filter) => filter switch
        {
            RecordFilter.OfSeveral several => Several(several),
            RecordFilter.OfField field => Field(field),
            _ => throw new NotSupportedException(filter.GetType().Name),
        };

        private Result<LeadCondition> Several(RecordFilter.OfSeveral filter)
        {
            var terms = new List<LeadCondition>();
            foreach (var term in filter.Terms)
            {
                var read = Read(term);
                if (read.Failure is { } failure)
                    return failure;
                terms.Add(read.Value);
            }

            if (terms.Count == 0)
                return new LeadCondition("true", Tokens: null);
            TokenExpression?[] tokens = [.. terms.Select(term => term.Tokens)];
            return new LeadCondition(
                $"({string.Join(filter.IsAny ? " OR " : " AND ", terms.Select(term => term.Sql))})",
                filter.IsAny ? TokenExpression.Any(tokens) : TokenExpression.All(tokens));
        }

        private Result<LeadCondition> Field(RecordFilter.OfField filter)
        {
            if (columns.Find(filter.Field) is not { } column)
                return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {filter.Field}");
            var context = new FieldContext(account.CountryCode, CheckOptions: false);
            var condition = FieldFilter.For(
                column.Field, column.Sql, column.Kind, filter.Operator, filter.Value, context);
            if (condition.Failure is { } failure)
                return failure;
            var parameter = condition.Value.Parameter;
            var tokens = TokensOf(column, filter.Operator!.Trim().ToUpperInvariant(), parameter);
            if (parameter is null)
                return new LeadCondition(condition.Value.Sql, tokens);
            Parameters.Add(parameter);
            return new LeadCondition(condition.Value.Naming($"p{Parameters.Count - 1}"), tokens);
        }

        private TokenExpression? TokensOf(LeadColumn column, string op, object? parameter) => (op, parameter) switch
        {
            (_, null) => null,
            ("=" or "IN", Array values) when LeadTokens.HasExact(column) =>
                TokenExpression.Any([.. values.Cast<object>().Select(value => Exact(column, value))]),
            ("=" or "IN", _) when LeadTokens.HasExact(column) => Exact(column, parameter),
            ("LIKE", string pattern) when column.Field.IsSearchable && column.Print is null =>
                TokenExpression.All(LiteralsOf(pattern).Select(literal => PartsOf(column, literal))),
            _ => null,
        };

        private TokenExpression? Exact(LeadColumn column, object value) => TokenExpression.Has(LeadTokens.Exact(
            account.Id, column.Name, Convert.ToString(value, CultureInfo.InvariantCulture)!));

        private TokenExpression? PartsOf(LeadColumn column, string literal) => column.Field.Type == FieldType.Phone
            ? LeadTokens.DigitParts(account.Id, SearchText.DigitsOf(literal))
            : LeadTokens.Parts(account.Id, literal.ToLowerInvariant());

        private static string[] LiteralsOf(string pattern) =>
            pattern.Replace(@"\\", @"\", StringComparison.Ordinal).Split('%', '_');
    }
}
