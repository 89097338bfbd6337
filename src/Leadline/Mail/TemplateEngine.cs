using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Ast;

namespace Leadline.Mail;

/// <summary>
/// Renders the Liquid templates that accounts write. An account is not trusted with the server's time or memory: a
/// template knows conditions and a few filters. Nothing repeats or doubles a text, so that it takes no more steps than
/// it has characters, and its output has a limit.
/// </summary>
internal static partial class TemplateEngine
{
    private const int LongestOutput = 1_000_000;

    private static readonly string[] Tags = ["if", "unless", "case", "comment", "raw"];

    private static readonly string[] Filters =
        ["default", "escape", "raw", "upcase", "downcase", "capitalize", "strip", "truncate", "url_encode", "date"];

    private static readonly FluidParser Parser = NewParser();
    private static readonly TemplateOptions Options = NewOptions();

    /// <summary>Why a template cannot be used; null when it can.</summary>
    public static string? ErrorIn(string template) => Compile(template).Error;

    /// <summary>Reads a template that is to be filled in many times; else why it cannot be used.</summary>
    public static (CompiledTemplate? Template, string? Error) Compile(string template)
    {
        if (!Parser.TryParse(ToLiquid(template), out var parsed, out var error))
            return (null, error);
        var ranges = new RangeFinder();
        ranges.VisitTemplate(parsed);
        return ranges.HasFound
            ? (null, "a range such as (1..9) cannot be used")
            : (new CompiledTemplate(parsed), null);
    }

    /// <summary>The template filled in. It throws where the template cannot be read or exceeds its limits.</summary>
    public static Task<string> Render(string template, IReadOnlyDictionary<string, object?> data, bool isHtml)
    {
        var (compiled, error) = Compile(template);
        return compiled?.Render(data, isHtml) ?? throw new InvalidOperationException(error);
    }

    /// <summary>A template that has been read.</summary>
    internal sealed class CompiledTemplate(IFluidTemplate template)
    {
        /// <summary>
        /// The template filled in; in HTML, values are encoded. It throws where it exceeds its limits.
        /// </summary>
        public async Task<string> Render(IReadOnlyDictionary<string, object?> data, bool isHtml)
        {
            var context = new TemplateContext(Options);
            foreach (var (name, value) in data)
                context.SetValue(name, value);
            TextEncoder encoder = isHtml ? HtmlEncoder.Default : NullEncoder.Default;
            await using var output = new LimitedWriter();
            await template.RenderAsync(output, context, encoder);
            return output.ToString();
        }
    }

    // Accounts' templates were Handlebars once, and many are kept.
    private static string ToLiquid(string template) => Handlebars().Replace(template, match =>
        match.Groups["raw"] is { Success: true } raw ? $"{{{{ {raw.Value} | raw }}}}"
        : match.Groups["open"] is { Success: true } open ? $"{{% {open.Value} {match.Groups["name"].Value} %}}"
        : match.Groups["close"] is { Success: true } close ? $"{{% end{close.Value} %}}"
        : match.Groups["else"].Success ? "{% else %}"
        : "");

    private static FluidParser NewParser()
    {
        var parser = new FluidParser();
        foreach (var tag in parser.RegisteredTags.Keys.Except(Tags).ToList())
            parser.RegisteredTags.Remove(tag);
        return parser;
    }

    private static TemplateOptions NewOptions()
    {
        var options = new TemplateOptions
        {
            StrictFilters = true,
            CultureInfo = CultureInfo.InvariantCulture,
        };
        foreach (var (name, _) in options.Filters.ToList())
            if (!Filters.Contains(name))
                options.Filters.Remove(name);
        return options;
    }

    [GeneratedRegex(
        """
        \{\{\{\s*(?<raw>[\w.]+)\s*\}\}\}
        | \{\{\s*\#(?<open>if|unless)\s+(?<name>[\w.]+)\s*\}\}
        | \{\{\s*/(?<close>if|unless)\s*\}\}
        | \{\{\s*(?<else>else)\s*\}\}
        | \{\{!--[\s\S]*?--\}\} | \{\{![^}]*\}\}
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Handlebars();

    // All numbers of a range are made at once, however many: before a step or a sign of output is counted.
    private sealed class RangeFinder : AstVisitor
    {
        public bool HasFound { get; private set; }

        protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
        {
            HasFound = true;
            return rangeExpression;
        }
    }

    private sealed class LimitedWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(char value) => Room(1).Append(value);

        public override void Write(char[] buffer, int index, int count) => Room(count).Append(buffer, index, count);

        public override void Write(ReadOnlySpan<char> buffer) => Room(buffer.Length).Append(buffer);

        public override void Write(string? value) => Room(value?.Length ?? 0).Append(value);

        private System.Text.StringBuilder Room(int count) => GetStringBuilder().Length + count <= LongestOutput
            ? GetStringBuilder()
            : throw new InvalidOperationException($"A template's output has at most {LongestOutput} characters.");
    }
}
