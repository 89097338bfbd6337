using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tables;

/// <summary>Tables of an account's own, and dropdowns that take their options from them.</summary>
internal static class TablesFeature
{
    public static void AddTables(this IServiceCollection services)
    {
        services.AddSingleton<TableStore>();
        services.AddSingleton<TableRowStore>();
        services.AddSingleton<TableDropdowns>();
        services.AddSingleton<TableOperations>();
        services.AddSingleton<TableRowOperations>();
        services.AddSingleton<TableImport>();
    }

    public static void MapTables(this SurfaceRoutes routes)
    {
        var (own, tables) = (routes.Leadline, routes.Create<TableEndpoints>());
        own.Get("tables", tables.List).Describe("The account's own tables").Answers<TablesResponse>();
        own.Post("tables", tables.Create).Describe("Makes a table", typeof(TableRequest)).Answers<TableResponse>();
        own.Get("tables/{table}", tables.Get).Describe("A table").Answers<TableResponse>();
        own.Patch("tables/{table}", tables.Change)
            .Describe(
                "Changes a table; the header If-Match refuses an edit of an older version", typeof(TableRequest))
            .Answers<TableResponse>();
        own.Delete("tables/{table}", tables.Remove)
            .Describe("Removes a table with its rows, unless a dropdown takes its options from it")
            .Answers<DoneResponse>();
        own.Get("tables/{table}/dropdowns", tables.Dropdowns)
            .Describe("The dropdowns that take their options from a table")
            .Answers<TableDropdownsResponse>();
        own.Put("tables/{table}/dropdowns", tables.SetDropdown)
            .Describe(
                "Has a dropdown of leads, activities or opportunities take its options from a column",
                typeof(TableDropdownMessage))
            .Answers<TableDropdownMessage>();
        own.Delete("tables/{table}/dropdowns", tables.RemoveDropdown)
            .Describe("Has a dropdown keep the options that it has from now on", null, "owner", "field")
            .Answers<DoneResponse>();
        own.Get("field-options", tables.Options)
            .Describe(
                "What a dropdown offers, all of it or beside a value of the field that it depends on",
                null, "owner", "field", "parent")
            .Answers<FieldOptionsResponse>();
        MapRows(own, routes.Create<TableRowEndpoints>());
        MapFiles(own, routes.Create<TableFileEndpoints>());
    }

    private static void MapRows(LeadlineSurface own, TableRowEndpoints rows)
    {
        own.Get("tables/{table}/rows", rows.List)
            .Describe("The rows of a table, in the order in which they were made", null, "after", "limit")
            .Answers<TableRowsResponse>();
        own.Post("tables/{table}/search", rows.Search)
            .Describe("The rows of a table that meet a filter", typeof(TableSearchRequest))
            .Answers<TableRowsResponse>();
        own.Post("tables/{table}/rows", rows.Create)
            .Describe("Adds a row to a table", typeof(TableRowRequest))
            .Answers<TableRowResponse>();
        own.Post("tables/{table}/rows/bulk", rows.CreateMany)
            .Describe("Adds up to 1,000 rows to a table, all or none", typeof(TableRowsRequest))
            .Answers<TableRowsResponse>();
        own.Post("tables/{table}/rows/delete", rows.RemoveMany)
            .Describe("Removes up to 1,000 rows", typeof(TableRowIdsRequest))
            .Answers<TableRowsRemovedResponse>();
        own.Post("tables/{table}/truncate", rows.Truncate)
            .Describe("Removes all rows of a table")
            .Answers<TableRowsRemovedResponse>();
        own.Get("tables/{table}/rows/{row}", rows.Get).Describe("A row").Answers<TableRowResponse>();
        own.Patch("tables/{table}/rows/{row}", rows.Change)
            .Describe(
                "Changes a row; the header If-Match refuses an edit of an older version", typeof(TableRowRequest))
            .Answers<TableRowResponse>();
        own.Delete("tables/{table}/rows/{row}", rows.Remove).Describe("Removes a row").Answers<DoneResponse>();
    }

    private static void MapFiles(LeadlineSurface own, TableFileEndpoints files)
    {
        own.Post("tables/{table}/import", files.Import)
            .Describe(
                "Takes the rows of a CSV file in: as new ones, or over those that have the same value in a column",
                null, "mode", "key")
            .TakesFile("text/csv")
            .Answers<TableImportResponse>();
        own.Get("tables/{table}/export", files.Export).Describe("The rows of a table as a CSV file").AnswersFile();
    }
}
