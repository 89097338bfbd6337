using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Notes;

/// <summary>What people write down of leads.</summary>
internal static class NotesFeature
{
    public static void AddNotes(this IServiceCollection services)
    {
        services.AddSingleton<NoteStore>();
        services.AddSingleton<NoteOperations>();
        services.AddSingleton(NoteStore.DeletedWithLead);
        services.AddSingleton(NoteStore.MovedWithLead);
        services.AddSingleton(NoteStore.DeletedWithOpportunity);
        services.AddSingleton(NoteStore.Timeline);
        services.AddSingleton(NoteStore.TimelineOfOpportunity);
    }

    public static void MapNotes(this SurfaceRoutes routes)
    {
        var (v2, notes) = (routes.LeadSquared, routes.Create<LeadSquaredNoteEndpoints>());
        v2.Post("LeadManagement.svc/CreateNote", notes.Create)
            .Describe("Writes a note of a lead", typeof(NoteBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("LeadManagement.svc/RetrieveNote", notes.Retrieve)
            .Describe("A page of a lead's notes", typeof(RetrieveNoteBody))
            .Answers<ListResponse>();
        v2.Post("LeadManagement.svc/UpdateNote", notes.Update)
            .Describe("Changes what is passed of a note", typeof(NoteBody))
            .Answers<StatusResponse>();
        v2.Get("LeadManagement.svc/DeleteNote", notes.Delete)
            .Describe("Deletes a note", null, "prospectId", "noteId")
            .Answers<StatusResponse>();

        var (own, ours) = (routes.Leadline, routes.Create<NoteEndpoints>());
        own.Get("leads/{lead}/notes", ours.List)
            .Describe("The notes of a lead, the newest first", null, "after", "limit")
            .Answers<NotesResponse>();
        own.Post("leads/{lead}/notes", ours.Create).Describe("Writes a note of a lead", typeof(NoteRequest))
            .Answers<NoteResponse>();
        own.Post("opportunities/{opportunity}/notes", ours.CreateOnOpportunity)
            .Describe("Writes a note of an opportunity, which its lead has, too", typeof(NoteRequest))
            .Answers<NoteResponse>();
        own.Get("notes/{note}", ours.Get).Describe("A note, its version as ETag").Answers<NoteResponse>();
        own.Patch("notes/{note}", ours.Update)
            .Describe("Changes what is passed of a note; If-Match tells of which version", typeof(NoteRequest))
            .Answers<NoteResponse>();
        own.Delete("notes/{note}", ours.Delete).Describe("Deletes a note").Answers<DoneResponse>();
    }
}
