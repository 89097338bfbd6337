using System.Globalization;
using Leadline.Protocol.Own;

namespace Leadline.App.Settings;

/// <summary>The numbered fields of activity and opportunity types.</summary>
public static class TypeFields
{
    private const string Prefix = "mx_Custom_";

    /// <summary>The first schema name that no field has.</summary>
    public static string Next(IReadOnlyList<FieldResponse> fields) => Enumerable
        .Range(1, fields.Count + 1)
        .Select(number => Prefix + number.ToString(CultureInfo.InvariantCulture))
        .First(name => fields.All(field => field.SchemaName != name));
}
