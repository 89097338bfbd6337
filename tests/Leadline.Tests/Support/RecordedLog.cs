using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Leadline.Tests.Support;

/// <summary>
/// Every log line of a test server, and what none of them may hold: secrets, query strings and the field values that the
/// tests sent. Checked when the server stops, so the whole test run is searched.
/// </summary>
internal sealed partial class RecordedLog : ILoggerProvider, ISupportExternalScope, ILogger
{
    /// <summary>Shorter values turn up in any text by chance.</summary>
    private const int ShortestTold = 6;

    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentDictionary<string, bool> forbidden = new();

    private IExternalScopeProvider? scopes;

    public IEnumerable<string> Lines => lines;

    /// <summary>Notes the query string of a path and the values of a body.</summary>
    public void MustNotHold(string path, string? body)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
            Forbid(path[(query + 1)..]);
        foreach (Match value in Value().Matches(body ?? ""))
            Forbid(value.Groups[1].Value);
    }

    public void MustNotHold(params string[] secrets)
    {
        foreach (var secret in secrets)
            Forbid(secret);
    }

    /// <summary>Throws when a line holds what it must not.</summary>
    public void Check()
    {
        foreach (var line in lines)
            foreach (var text in forbidden.Keys)
                if (line.Contains(text, StringComparison.OrdinalIgnoreCase))
                    throw new InvalidOperationException($"A log line holds '{text}', which was sent or is secret: {line}");
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var scope = new StringBuilder();
        scopes?.ForEachScope((one, text) => text.Append(one).Append(": "), scope);
        lines.Enqueue($"{logLevel} {scope}{formatter(state, exception)} {exception}");
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Forbid(string text)
    {
        if (text.Length >= ShortestTold)
            forbidden.TryAdd(text, true);
    }

    [GeneratedRegex("\"(?:Value|name|email|phone|address|remarks|ActivityNote|EmailAddress|Password|CurrentPassword|NewPassword|TemporaryPassword|Otp|FieldContent|Text|TextPart|Title)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Value();
}
