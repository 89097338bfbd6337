using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Answers;

/// <summary>What agents say and do again and again.</summary>
internal static class AnswersFeature
{
    public static void AddAnswers(this IServiceCollection services)
    {
        services.AddSingleton<CannedAnswerStore>();
        services.AddSingleton<CannedAnswerOperations>();
        services.AddSingleton<MacroStore>();
        services.AddSingleton<MacroOperations>();
    }

    public static void MapAnswers(this SurfaceRoutes routes)
    {
        MapCannedAnswers(routes);
        var (own, macros) = (routes.Leadline, routes.Create<MacroEndpoints>());
        own.Get("macros", macros.List).Describe("The desk's macros, by name").Answers<MacrosResponse>();
        own.Post("macros", macros.Create).Describe("Makes a macro", typeof(MacroRequest)).Answers<MacroResponse>();
        own.Get("macros/{macro}", macros.Get).Describe("A macro, its version as ETag").Answers<MacroResponse>();
        own.Patch("macros/{macro}", macros.Update)
            .Describe(
                "Changes a macro; the header If-Match refuses an edit of an older version", typeof(MacroRequest))
            .Answers<MacroResponse>();
        own.Delete("macros/{macro}", macros.Delete).Describe("Deletes a macro").Answers<DoneResponse>();
        own.Post("tickets/{ticket}/macros/{macro}", macros.Apply)
            .Describe(
                "Applies a macro to a ticket: all of it at once, or nothing; If-Match tells of which version",
                typeof(ApplyMacroRequest))
            .Answers<TicketResponse>();
    }

    private static void MapCannedAnswers(SurfaceRoutes routes)
    {
        var (own, answers) = (routes.Leadline, routes.Create<CannedAnswerEndpoints>());
        own.Get("canned-answers", answers.List)
            .Describe(
                "Canned answers that the caller may use, by title; of those that hold all words of search",
                null, "search", "after", "limit")
            .Answers<CannedAnswersResponse>();
        own.Post("canned-answers", answers.Create)
            .Describe("Makes a canned answer", typeof(CannedAnswerRequest))
            .Answers<CannedAnswerResponse>();
        own.Get("canned-answers/{answer}", answers.Get)
            .Describe("A canned answer, its version as ETag")
            .Answers<CannedAnswerResponse>();
        own.Patch("canned-answers/{answer}", answers.Update)
            .Describe(
                "Changes a canned answer; the header If-Match refuses an edit of an older version",
                typeof(CannedAnswerRequest))
            .Answers<CannedAnswerResponse>();
        own.Delete("canned-answers/{answer}", answers.Delete)
            .Describe("Deletes a canned answer")
            .Answers<DoneResponse>();
        own.Post("canned-answers/{answer}/files", answers.AddFiles)
            .Describe("Adds files, parts of a form with a file name each: at most 20, of 10 MiB each")
            .Answers<CannedAnswerResponse>();
        own.Get("canned-answers/{answer}/files/{file}", answers.File)
            .Describe("A file of a canned answer")
            .AnswersFile();
        own.Delete("canned-answers/{answer}/files/{file}", answers.DeleteFile)
            .Describe("Takes a file from a canned answer")
            .Answers<CannedAnswerResponse>();
    }
}
