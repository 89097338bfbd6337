namespace Leadline.Tables;

/// <summary>What happens to tables, as the event log names it. An event's record is the table.</summary>
internal static class TableEvents
{
    public const string Created = "table.created";
    public const string Updated = "table.updated";
    public const string Deleted = "table.deleted";

    /// <summary>Its data says how many rows were created, updated and deleted.</summary>
    public const string RowsChanged = "table.rowsChanged";
}
