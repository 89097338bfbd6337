using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Files;

/// <summary>Files of leads, of activities and of opportunities.</summary>
internal static class FilesFeature
{
    public static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileScanner>();
        services.AddSingleton<FileLinks>();
        services.AddSingleton<FileOperations>();
        services.AddSingleton(FileStore.DeletedWithLead);
        services.AddSingleton(FileStore.MovedWithLead);
        services.AddHostedService<FileSweep>();
    }

    public static void MapFiles(this SurfaceRoutes routes)
    {
        var v2 = routes.Create<LeadSquaredFileEndpoints>();
        routes.Surface<FileUploadSurface>().Post("File/Upload", v2.Upload)
            .Describe("Takes in the file of a form, uploadFiles, whose other parts have the keys", typeof(UploadForm))
            .TakesFile("multipart/form-data")
            .Answers<UploadedFileResponse>();
        routes.LeadSquared.Post("ProspectActivity.svc/Attachment/Add", v2.Attach)
            .Describe("Attaches a file to an activity", typeof(AttachmentBody))
            .Answers<SuccessResponse<IdMessage>>();
        MapOwn(routes, routes.Create<FileEndpoints>());
    }

    private static void MapOwn(SurfaceRoutes routes, FileEndpoints files)
    {
        var own = routes.Leadline;
        own.Post("files", (StreamEndpoint)files.Upload)
            .Describe(
                "Takes in a file of up to 25 MiB", typeof(Stream), "name", "lead", "activity", "opportunity",
                "description")
            .TakesFile(OperationDescriptions.AnyFile)
            .Answers<FileResponse>();
        own.Get("files", files.List)
            .Describe(
                "The files of a lead, an activity or an opportunity, the newest first", null, "lead", "activity",
                "opportunity", "after", "limit")
            .Answers<FilesResponse>();
        own.Get("files/{file}", files.Get).Describe("A file, with a link to its content that is good for an hour")
            .Answers<FileResponse>();
        own.Delete("files/{file}", files.Delete).Describe("Deletes a file").Answers<DoneResponse>();
        own.Get("files/{file}/content", files.Content).Describe("The content of a file").AnswersFile();
        routes.Plain.MapGet($"{FileLinks.Path}{{token}}", files.Open).AllowAnonymous()
            .Describe("The content of a file, by a link of the server's own")
            .AnswersFile();
    }
}
