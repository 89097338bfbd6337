namespace Leadline.Tables;

/// <summary>A dropdown that takes its options from a table.</summary>
/// <param name="Owner">Whose field it is: lead, or activity/ and the code of an activity or opportunity type.</param>
/// <param name="Field">Its schema name.</param>
/// <param name="Column">The column that has the options.</param>
/// <param name="ParentField">The field of the same record whose value decides what is offered.</param>
/// <param name="ParentColumn">The column whose value has to equal that field's.</param>
internal sealed record TableDropdown(
    string Owner, string Field, string Column, string? ParentField, string? ParentColumn);
