using System.Globalization;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>Task types as LeadSquared's <c>Task.svc</c> shows them (core §4).</summary>
internal sealed class LeadSquaredTaskTypeEndpoints(TaskTypeOperations types, FieldOperations fields)
{
    private const string SystemName = "System";

    // The document shows the number of users alone; the others only have to differ.
    private const int TextData = 0;
    private const int TimeData = 2;
    private const int NumberData = 3;
    private const int OptionData = 5;
    private const int UserData = 8;

    private static readonly TaskColumn[] Common =
    [
        Column("OwnerId", "Owner", UserData, mandatory: true),
        Column("Name", "Subject", TextData, mandatory: true),
        Column("DueDate", "Schedule", TimeData, mandatory: true),
        Column("Description", "Description", TextData),
        Column("Location", "Location", TextData),
        Column("Reminder", "Reminder", NumberData),
    ];

    /// <summary>All types, or those whose column has the value.</summary>
    public async Task<Failure?> List(Call call)
    {
        var catalog = await types.Get(call.Caller.AccountId);
        var found = catalog.Types;
        if (call.Query("ColumnName") is { } column)
        {
            var value = call.Query("ColumnValue") ?? "";
            Func<TaskType, bool>? isMeant = column.Trim().ToUpperInvariant() switch
            {
                "TASKTYPEID" => type => Guid.TryParse(value, out var id) && type.Id == id,
                "TASKTYPENAME" or "TASKNAME" =>
                    type => type.Name.Equals(value.Trim(), StringComparison.OrdinalIgnoreCase),
                "CATEGORY" => type => ((int)type.Category).ToString(CultureInfo.InvariantCulture) == value.Trim(),
                _ => null,
            };
            if (isMeant is null)
                return Failure.InvalidParameter("ColumnName");
            found = [.. found.Where(isMeant)];
        }

        var definitions = await fields.Get(call.Caller.AccountId);
        return call.Answer<IReadOnlyList<TaskTypeResponse>>(
            [.. found.Select(type => Response(call.Caller.Account, type, definitions.Catalog(type.FieldOwner)))],
            LeadSquaredJson.Default.IReadOnlyListTaskTypeResponse);
    }

    private static TaskTypeResponse Response(Account account, TaskType type, FieldCatalog own)
    {
        TaskColumn[] columns =
        [
            .. type.Category == TaskCategory.Appointment ? [.. Common, Column("EndDate", "End", TimeData)] : Common,
            .. own.Fields.Select(Column),
        ];
        return new TaskTypeResponse
        {
            Category = (int)type.Category,
            Color = type.Color,
            ColumnConfiguration = columns,
            CreatedBy = NameOf(account, type.CreatedBy),
            CreatedOn = Date(type.CreatedOn),
            DefaultDuration = type.Minutes,
            Description = type.Description,
            FormLayout = JsonSerializer.Serialize(columns.Select(column => column.SchemaName)),
            Id = type.Id,
            IsDefault = type.IsStandard,
            ModifiedBy = NameOf(account, type.ModifiedBy),
            ModifiedOn = Date(type.ModifiedOn),
            Name = type.Name,
        };
    }

    private static TaskColumn Column(
        string schemaName, string displayName, int dataType, bool mandatory = false) => new()
        {
            DataType = dataType,
            DisplayName = displayName,
            InternalSchemaName = schemaName,
            IsDefault = true,
            IsMandatoryConfigurable = false,
            Mandatory = mandatory,
            SchemaName = schemaName,
        };

    private static TaskColumn Column(FieldDefinition field) => new()
    {
        DataType = field.Type switch
        {
            FieldType.User => UserData,
            FieldType.Date or FieldType.DateTime or FieldType.Time => TimeData,
            FieldType.Number or FieldType.Decimal => NumberData,
            FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect => OptionData,
            _ => TextData,
        },
        DisplayName = field.DisplayName,
        InternalSchemaName = field.SchemaName,
        IsDefault = false,
        IsMandatoryConfigurable = true,
        Mandatory = field.IsMandatory,
        Options = field.Options.Count > 0 ? field.Options : null,
        SchemaName = field.SchemaName,
    };

    private static string NameOf(Account account, Guid? userId) =>
        userId is { } id ? account.Users.GetValueOrDefault(id)?.Name ?? id.ToString() : SystemName;

    private static string Date(DateTime time) => string.Create(
        CultureInfo.InvariantCulture, $"/Date({new DateTimeOffset(time).ToUnixTimeMilliseconds()}+0000)/");
}
