namespace Leadline.Leads.Index;

/// <summary>
/// Which tokens leads must have to be candidates. Null stands for a condition that no token tells anything of.
/// </summary>
internal abstract record TokenExpression
{
    /// <summary>Every token that it names.</summary>
    public abstract IEnumerable<int> Tokens { get; }

    public static TokenExpression Has(int token) => new One(token);

    /// <summary>Holds where all terms hold. Terms that are null tell nothing and narrow nothing.</summary>
    public static TokenExpression? All(IEnumerable<TokenExpression?> terms)
    {
        TokenExpression[] known = [.. terms.OfType<TokenExpression>()];
        return known.Length switch { 0 => null, 1 => known[0], _ => new Several(known, IsAny: false) };
    }

    /// <summary>Holds where any term holds; null as soon as one of them is.</summary>
    public static TokenExpression? Any(IReadOnlyCollection<TokenExpression?> terms)
    {
        TokenExpression[] known = [.. terms.OfType<TokenExpression>()];
        return known.Length < terms.Count || known.Length == 0 ? null
            : known.Length == 1 ? known[0]
            : new Several(known, IsAny: true);
    }

    /// <summary>Walks the entries for which it holds, given the list of each token.</summary>
    public abstract PostingCursor Over(Func<int, PostingCursor> listOf);

    private sealed record One(int Token) : TokenExpression
    {
        public override IEnumerable<int> Tokens => [Token];

        public override PostingCursor Over(Func<int, PostingCursor> listOf) => listOf(Token);
    }

    private sealed record Several(TokenExpression[] Terms, bool IsAny) : TokenExpression
    {
        public override IEnumerable<int> Tokens => Terms.SelectMany(term => term.Tokens);

        public override PostingCursor Over(Func<int, PostingCursor> listOf)
        {
            PostingCursor[] cursors = [.. Terms.Select(term => term.Over(listOf))];
            return IsAny ? new PostingCursor.OfAny(cursors) : new PostingCursor.OfAll(cursors);
        }
    }
}
