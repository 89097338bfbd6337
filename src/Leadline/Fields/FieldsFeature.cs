namespace Leadline.Fields;

/// <summary>An account's field definitions, whatever they are fields of.</summary>
internal static class FieldsFeature
{
    public static void AddFields(this IServiceCollection services)
    {
        services.AddSingleton<FieldStore>();
        services.AddSingleton<FieldOperations>();
    }
}
