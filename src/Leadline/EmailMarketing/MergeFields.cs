using System.Text.RegularExpressions;
using Leadline.Fields;

namespace Leadline.EmailMarketing;

/// <summary>
/// The merge fields of mails that were written for LeadSquared: <c>@{Lead:First Name,friend}</c> is the lead's first
/// name, or "friend" where there is none. A name is a display name or a schema name, in any case; what no field is
/// called is blank. The wire document records no syntax: this is the one of LeadSquared's own editor.
/// </summary>
internal static partial class MergeFields
{
    /// <summary>The template with each merge field as Liquid.</summary>
    /// <param name="template">As a person wrote it.</param>
    /// <param name="leadFields">Null where only the form matters.</param>
    public static string ToLiquid(string template, FieldCatalog? leadFields) =>
        template.Contains("@{", StringComparison.Ordinal)
            ? Field().Replace(template, match => Liquid(match, leadFields))
            : template;

    private static string Liquid(Match match, FieldCatalog? leadFields)
    {
        var name = match.Groups["name"].Value.Trim();
        var value = match.Groups["of"].Value.ToUpperInvariant() switch
        {
            "LEAD" => LeadValue(name, leadFields),
            "OWNER" => UserValue("owner", name),
            _ => UserValue("sender", name),
        };

        // No quote of the text may end the text.
        var otherwise = match.Groups["default"].Value.Trim()
            .Replace('"', '\'').Replace('{', '(').Replace('}', ')').Replace('%', ' ');
        return $"{{{{ {value ?? "\"\""} | default: \"{otherwise}\" }}}}";
    }

    private static string? LeadValue(string name, FieldCatalog? leadFields)
    {
        if (leadFields is null)
            return null;
        var field = leadFields.FindAnyCase(name) ?? leadFields.Fields.FirstOrDefault(
            field => field.DisplayName.Equals(name, StringComparison.OrdinalIgnoreCase));
        return field is null || !Identifier().IsMatch(field.SchemaName) ? null : $"lead.{field.SchemaName}";
    }

    private static string? UserValue(string user, string name) =>
        name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "FIRSTNAME" => $"{user}.firstName",
            "LASTNAME" => $"{user}.lastName",
            "NAME" or "FULLNAME" => $"{user}.name",
            "EMAIL" or "EMAILADDRESS" => $"{user}.email",
            _ => null,
        };

    [GeneratedRegex(
        @"@\{(?<of>Lead|User|Owner):(?<name>[^,{}]{1,100})(?:,(?<default>[^{}]{0,200}))?\}",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Field();

    [GeneratedRegex(@"^\w+$")]
    private static partial Regex Identifier();
}
