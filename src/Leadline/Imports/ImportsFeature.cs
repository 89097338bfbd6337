using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Imports;

/// <summary>Files of leads, taken in whole and worked on row by row.</summary>
internal static class ImportsFeature
{
    public static void AddImports(this IServiceCollection services)
    {
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ImportOperations>();
        services.AddSingleton<ImportLane>();
        services.AddSingleton<ImportRun>();
        services.AddHostedService<ImportWorker>();
        services.AddHostedService<ImportSweep>();
    }

    public static void MapImports(this SurfaceRoutes routes)
    {
        var (own, imports) = (routes.Leadline, routes.Create<ImportEndpoints>());
        own.Post("lead-imports", (StreamEndpoint)imports.Receive)
            .Describe(
                "Takes in a file of leads, to be imported row by row", typeof(Stream), "mode", "searchBy", "source")
            .TakesFile("text/csv", "application/x-ndjson")
            .Accepts<LeadImportResponse>();
        own.Get("lead-imports", imports.List)
            .Describe("The imports of leads, the newest first", null, "before", "limit")
            .Answers<LeadImportsResponse>();
        own.Get("lead-imports/{importId}", imports.Find)
            .Describe("An import and how far it has come")
            .Answers<LeadImportResponse>();
        own.Get("lead-imports/{importId}/refused-rows", imports.RefusedRows)
            .Describe("The rows of an import that came to nothing, and why", null, "after", "limit")
            .Answers<RefusedRowsResponse>();
        own.Get("lead-imports/{importId}/refused-rows/file", imports.RefusedFile)
            .Describe("The refused rows as a file, to be mended and sent again", null, "after", "limit")
            .AnswersFile();
        own.Post("lead-imports/{importId}/cancel", imports.Cancel)
            .Describe("Ends an import where it is")
            .Answers<LeadImportResponse>();
        own.Delete("lead-imports/{importId}", imports.Delete)
            .Describe("Forgets an import that has ended")
            .Answers<DoneResponse>();
    }
}
