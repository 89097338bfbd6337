using System.Net;
using System.Text.Json;
using Leadline.Tests.Files;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Notes;

/// <summary>Notes of leads, on LeadSquared's surface (core §2.8, §2.18) and in Leadline's own API.</summary>
public sealed class NoteTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Management = "/v2/LeadManagement.svc/";

    private readonly LeadRows rows = new(server);
    private readonly FileCalls files = new(server);

    [Fact]
    public async Task A_note_lives_as_the_documents_have_it()
    {
        var lead = await NewLead();
        var first = await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"first"}""");
        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{first.Id}}}"}}""", first.Body);
        var second = await server.Post(
            $"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"second","AttachmentName":"https://s3.example.com/a.pdf"}""");

        var page = (await Retrieve(lead)).GetProperty("List");
        Assert.Equal([second.Id, first.Id], page.EnumerateArray().Select(note => note.GetProperty("ProspectNoteId").GetString()));
        Assert.Equal("https://s3.example.com/a.pdf", page[0].GetProperty("AttachmentURL").GetString());
        Assert.Equal("https://s3.example.com/a.pdf", page[0].GetProperty("AttachmentName").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", page[0].GetProperty("CreatedOn").GetString());
        Assert.False(string.IsNullOrEmpty(page[0].GetProperty("CreatedByName").GetString()));
        Assert.Equal(lead.ToString(), page[1].GetProperty("RelatedProspectId").GetString());

        var changed = await server.Post($"{Management}UpdateNote", $$"""{"RelatedProspectId":"{{lead}}","ProspectNoteId":"{{first.Id}}","Note":"changed"}""");
        Assert.Equal("""{"Status":"Success"}""", changed.Body);
        var one = await Retrieve(lead, $",\"Id\":\"{first.Id}\",\"RelatedEntityTypeId\":1");
        Assert.Equal((1, "changed"), (one.GetProperty("RecordCount").GetInt32(), one.GetProperty("List")[0].GetProperty("Note").GetString()));

        Assert.Equal("""{"Status":"Success"}""", (await server.Get($"{Management}DeleteNote?prospectId={lead}&noteId={first.Id}")).Body);
        Assert.Equal(1, (await Retrieve(lead)).GetProperty("RecordCount").GetInt32());
        Assert.Equal(
            ["note.created", "note.updated", "note.deleted"],
            await rows.One<string[]>("SELECT array_agg(kind ORDER BY event_id) FROM event WHERE record_id = @id AND lead_id = @lead", new { id = Guid.Parse(first.Id), lead }));
    }

    [Fact]
    public async Task Notes_are_paged_and_sorted()
    {
        var lead = await NewLead();
        for (var i = 0; i < 5; i++)
            await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"{{i}}"}""");
        var first = (await Retrieve(lead)).GetProperty("List")[4].GetProperty("ProspectNoteId").GetString();
        await server.Post($"{Management}UpdateNote", $$"""{"RelatedProspectId":"{{lead}}","ProspectNoteId":"{{first}}","Note":"0!"}""");

        async Task<string> Texts(string rest)
        {
            var answer = await server.Post($"{Management}RetrieveNote", $$$"""{"Parameter":{"RelatedId":"{{{lead}}}"}{{{rest}}}}""");
            Assert.Equal(5, answer.Json.GetProperty("RecordCount").GetInt32());
            return string.Join(',', answer.Json.GetProperty("List").EnumerateArray().Select(note => note.GetProperty("Note").GetString()));
        }

        Assert.Equal("4,3,2,1,0!", await Texts(""));
        Assert.Equal("2,1", await Texts(",\"Paging\":{\"PageIndex\":2,\"PageSize\":2},\"Sorting\":{\"ColumnName\":\"CreatedOn\",\"Direction\":1}"));
        Assert.Equal("0!,1,2,3,4", await Texts(",\"Sorting\":{\"ColumnName\":\"CreatedOn\",\"Direction\":\"0\"}"));
        Assert.Equal("0!,4,3,2,1", await Texts(",\"Sorting\":{\"ColumnName\":\"ModifiedOn\",\"Direction\":\"1\"}"));
        Assert.Equal("", await Texts(",\"Paging\":{\"PageIndex\":9,\"PageSize\":2}"));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_the_surfaces_form()
    {
        var (lead, other) = (await NewLead(), await NewLead());
        var note = (await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"n"}""")).Id;
        await Refused("MXMandatoryAttributeMissingException", server.Post($"{Management}CreateNote", """{"Note":"n"}"""));
        await Refused("MXMandatoryAttributeMissingException", server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":" "}"""));
        await Refused("MXInvalidEntityException", server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{Guid.NewGuid()}}","Note":"n"}"""));
        await Refused("MXInvalidInputException", server.Post($"{Management}RetrieveNote", "{}"));
        await Refused("MXInvalidInputException", server.Post($"{Management}RetrieveNote", """{"Parameter":{}}"""));
        await Refused("MXMandatoryAttributeMissingException", server.Post($"{Management}UpdateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"m"}"""));
        await Refused("MXInvalidInputException", server.Post($"{Management}UpdateNote", $$"""{"RelatedProspectId":"{{lead}}","ProspectNoteId":"{{note}}"}"""));
        await Refused("MXInvalidEntityException", server.Post($"{Management}UpdateNote", $$"""{"RelatedProspectId":"{{other}}","ProspectNoteId":"{{note}}","Note":"m"}"""));
        await Refused("MXInvalidEntityException", server.Get($"{Management}DeleteNote?prospectId={other}&noteId={note}"));
        await Refused("MXInvalidEntityException", server.Get($"{Management}DeleteNote?prospectId={lead}&noteId={Guid.NewGuid()}"));
        await Refused("MXMandatoryAttributeMissingException", server.Get($"{Management}DeleteNote?prospectId={lead}"));
        Assert.Equal("n", (await Retrieve(lead)).GetProperty("List")[0].GetProperty("Note").GetString());
        Assert.Equal("""{"RecordCount":0,"List":[]}""", (await Retrieve(other)).GetRawText());
    }

    [Fact]
    public async Task An_uploaded_file_is_attached_by_its_name_or_by_its_link_and_kept()
    {
        var lead = await NewLead();
        var name = (await files.Upload("text"u8.ToArray(), "a.txt", [.. files.Keys, ("FileStorageType", "1")])).Json.GetProperty("uploadedFile").GetString()!;
        await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"n","AttachmentName":"{{name}}"}""");

        var note = (await Retrieve(lead)).GetProperty("List")[0];
        Assert.Equal(name, note.GetProperty("AttachmentName").GetString());
        var url = note.GetProperty("AttachmentURL").GetString()!;
        using (var content = await files.Open(url))
            Assert.Equal("text", await content.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var file = Assert.Single((await server.Get($"{FileCalls.Path}?lead={lead}")).Json.GetProperty("files").EnumerateArray());
        Assert.False(await rows.One<bool>("SELECT is_temporary FROM stored_file WHERE file_id = @id", new { id = file.GetProperty("id").GetGuid() }));

        await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"again","AttachmentName":"{{url}}"}""");
        Assert.Equal("a.txt", (await Retrieve(lead)).GetProperty("List")[0].GetProperty("AttachmentName").GetString());
        var foreign = await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{await NewLead()}}","Note":"n","AttachmentName":"{{url}}"}""");
        Assert.Equal("MXInvalidOperationException", foreign.Json.GetProperty("ExceptionType").GetString());
    }

    [Fact]
    public async Task Leadlines_own_calls_write_change_and_delete()
    {
        var lead = await NewLead();
        var file = (await files.Keep("text", "name=own.txt")).GetProperty("id").GetString();
        var made = await server.Post($"/leadline/v1/leads/{lead}/notes", $$"""{"text":"own","fileId":"{{file}}"}""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        var id = made.Json.GetProperty("id").GetString();
        var attachment = made.Json.GetProperty("attachment");
        Assert.Equal(("own.txt", file), (attachment.GetProperty("name").GetString(), attachment.GetProperty("fileId").GetString()));

        var changed = await Patch(id, """{"text":"changed"}""", "\"1\"");
        Assert.Equal((2, "own.txt"), (changed.Json.GetProperty("version").GetInt32(), changed.Json.GetProperty("attachment").GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Patch(id, """{"text":"late"}""", "\"1\"")).Status);
        Assert.Equal("null", (await Patch(id, """{"fileId":""}""", "\"2\"")).Json.GetProperty("attachment").GetRawText());
        Assert.Equal(HttpStatusCode.BadRequest, (await Patch(id, """{"fileId":"nonsense"}""", "*")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Patch(id, $$"""{"fileId":"{{Guid.NewGuid()}}"}""", "*")).Status);
        Assert.Equal("changed", (await server.Get($"/leadline/v1/notes/{id}")).Json.GetProperty("text").GetString());

        for (var i = 0; i < 2; i++)
            await server.Post($"/leadline/v1/leads/{lead}/notes", $$"""{"text":"{{i}}"}""");
        var page = (await server.Get($"/leadline/v1/leads/{lead}/notes?limit=2")).Json;
        Assert.Equal(["1", "0"], page.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("text").GetString()));
        var rest = (await server.Get($"/leadline/v1/leads/{lead}/notes?limit=2&after={page.GetProperty("next").GetString()}")).Json;
        Assert.Equal(id, Assert.Single(rest.GetProperty("notes").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("null", rest.GetProperty("next").GetRawText());

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"/leadline/v1/notes/{id}", body: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/notes/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/leads/{Guid.NewGuid()}/notes")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"/leadline/v1/leads/{Guid.NewGuid()}/notes", """{"text":"n"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/leadline/v1/leads/{lead}/notes", """{"text":""}""")).Status);
    }

    [Fact]
    public async Task A_note_whose_file_is_deleted_can_still_be_changed()
    {
        var lead = await NewLead();
        var file = (await files.Keep("text", $"name=own.txt&lead={lead}")).GetProperty("id").GetString();
        var note = (await server.Post($"/leadline/v1/leads/{lead}/notes", $$"""{"text":"own","fileId":"{{file}}"}""")).Json.GetProperty("id").GetString();
        await server.Send(HttpMethod.Delete, $"{FileCalls.Path}/{file}", body: null);

        var changed = await Patch(note, """{"text":"changed"}""", "*");

        Assert.True(changed.Status == HttpStatusCode.OK, changed.Body);
        Assert.Equal("""{"name":"own.txt","url":null,"fileId":null}""", changed.Json.GetProperty("attachment").GetRawText());
        Assert.Null((await Retrieve(lead)).GetProperty("List")[0].GetProperty("AttachmentURL").GetString());
    }

    [Fact]
    public async Task Two_edits_of_one_version_leave_one_and_no_note_outlives_its_lead()
    {
        var lead = await NewLead();
        var note = (await server.Post($"/leadline/v1/leads/{lead}/notes", """{"text":"n"}""")).Json.GetProperty("id").GetString();

        var edits = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Patch(note, $$"""{"text":"{{i}}"}""", "\"1\"")));
        Assert.Equal(1, edits.Count(edit => edit.Status == HttpStatusCode.OK));
        Assert.All(edits, edit => Assert.Contains(edit.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.PreconditionFailed]));

        var writes = Enumerable.Range(0, 8).Select(i => server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"{{i}}"}"""));
        await Task.WhenAll([.. writes, server.Get($"{Management}Lead/Delete/ById?leadId={lead}")]);
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM lead_note WHERE lead_id = @lead", new { lead }));
    }

    private async Task<JsonElement> Retrieve(Guid lead, string more = "")
    {
        var answer = await server.Post($"{Management}RetrieveNote", $$$"""{"Parameter":{"RelatedId":"{{{lead}}}"{{{more}}}}}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private Task<Answer> Patch(string? id, string body, string version) =>
        server.Send(HttpMethod.Patch, $"/leadline/v1/notes/{id}", body, ("If-Match", version));

    private Task<Guid> NewLead() => rows.Lead($"{Guid.NewGuid():N}@example.com");

    private static async Task Refused(string exception, Task<Answer> call)
    {
        var answer = await call;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(exception, answer.Json.GetProperty("ExceptionType").GetString());
    }
}
