using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Tickets over the Service CRM API (extended §5.3 - §5.9).</summary>
public sealed class TicketTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_ticket_is_created_as_documented_and_read_back_with_its_three_ids()
    {
        var leadId = await rows.Lead("documented@example.com");

        var created = await server.Crm(HttpMethod.Post, "tickets", $$"""
            {"TypeId":"1","Id":null,"LeadId":"{{leadId}}","Fields":[
              {"SchemaName":"Title","Value":"Test ticket from API"},{"SchemaName":"RelatedCustomerId","Value":"{{leadId}}"},
              {"SchemaName":"Description","Value":"Test ticket from External API"},{"SchemaName":"Type","Value":"General"},
              {"SchemaName":"Status","Value":"Open"},{"SchemaName":"Priority","Value":"Low"},{"SchemaName":"Channel","Value":"Chat"}],
             "RelatedTicketTypeId":1}
            """);

        Assert.Equal(HttpStatusCode.OK, created.Status);
        var (id, ticketId) = (created.Json.GetProperty("Id").GetString(), created.Json.GetProperty("TicketId").GetString());
        Assert.Equal(
            $$"""{"Status":"Success","ReasonForFailure":null,"Id":"{{id}}","Message":"Ticket has been created successfully","Key":"#{{id}}","TicketId":"{{ticketId}}"}""",
            created.Body);
        foreach (var name in new[] { id, ticketId, $"%23{id}" })
        {
            var read = (await server.Crm(HttpMethod.Get, $"tickets/{name}")).Json;
            Assert.Equal((id, ticketId, leadId.ToString()), (Text(read, "Id"), Text(read, "TicketId"), Text(read, "LeadId")));
            Assert.Equal("null", Text(read, "TypeId"));
            Assert.Equal(
                ["Type", "TicketKey", "Title", "Description", "Status", "Priority", "Channel", "CcEmails", "Tags", "DueDate", "SubType"],
                read.GetProperty("Fields").EnumerateArray().Select(field => Text(field, "SchemaName")));
            Assert.Equal(("Test ticket from API", "Low", "", $"#{id}"), (read.Field("Title"), read.Field("Priority"), read.Field("Tags"), read.Field("TicketKey")));
        }
    }

    /// <summary>C8: the printed URL has no id; as its words say, it is passed in the URL.</summary>
    [Fact]
    public async Task C8_a_ticket_is_read_by_the_printed_url()
    {
        var number = await server.NewTicket("printed@example.com", "Printed");
        var ticket = await server.Ticket(number);
        var ticketId = ticket.GetProperty("TicketId").GetString();
        foreach (var query in (string[])[$"ticketId={number}", $"TicketId={ticketId}", $"ticketid=%23{number}", $"Id={number}"])
        {
            var answer = await server.Crm(HttpMethod.Get, "tickets?" + query);
            Assert.Equal((HttpStatusCode.OK, ticket.ToString()), (answer.Status, answer.Body));
        }

        var none = await server.Crm(HttpMethod.Get, "tickets");
        Assert.Equal(HttpStatusCode.BadRequest, none.Status);
        Assert.Contains("TicketId", none.Json.GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Crm(HttpMethod.Get, "tickets?ticketId=999999")).Status);
    }

    [Fact]
    public async Task A_customer_who_is_new_becomes_a_lead_and_a_known_one_stays_as_known()
    {
        var number = await server.NewTicket("new-customer@example.com", "First", ("LeadDetail.FirstName", "Asha"));
        var leadId = await rows.Find("new-customer@example.com");
        Assert.Equal(leadId.ToString(), (await server.Ticket(number)).GetProperty("LeadId").GetString());

        var again = await server.NewTicket("NEW-customer@example.com", "Second", ("LeadDetail.FirstName", "Somebody else"));

        Assert.Equal(leadId.ToString(), (await server.Ticket(again)).GetProperty("LeadId").GetString());
        Assert.Equal("Asha", await rows.Value(leadId!.Value, "FirstName"));
    }

    [Fact]
    public async Task A_phone_number_finds_the_customer_in_any_spelling()
    {
        var leadId = await rows.Lead("by-phone@example.com", ("Phone", "+91-9876500001"));

        var answer = await server.Crm(
            HttpMethod.Post,
            "tickets",
            """{"TypeId":"1","Fields":[{"SchemaName":"Title","Value":"Called"},{"SchemaName":"LeadDetail.Phone","Value":"09876500001"}]}""");

        var read = await server.Ticket(long.Parse(Text(answer.Json, "Id")!));
        Assert.Equal(leadId.ToString(), Text(read, "LeadId"));
    }

    [Theory]
    [InlineData("""{"Fields":[{"SchemaName":"LeadDetail.EmailAddress","Value":"a@example.com"}]}""", "'Title' is mandatory")]
    [InlineData("""{"Fields":[{"SchemaName":"Title","Value":"T"}]}""", "One of LeadId, LeadDetail.EmailAddress and LeadDetail.Phone is mandatory to create a ticket")]
    [InlineData("""{"Fields":[{"SchemaName":"Title","Value":"T"},{"SchemaName":"Colour","Value":"Red"}]}""", "Attribute(s) does not exist - Colour")]
    [InlineData("""{"LeadId":"x","Fields":[]}""", "Invalid Input! Parameter Name: LeadId")]
    public async Task What_cannot_be_a_ticket_is_refused(string body, string message)
    {
        var answer = await server.Crm(HttpMethod.Post, "tickets", body);

        Assert.Equal((HttpStatusCode.BadRequest, message), (answer.Status, Text(answer.Json, "Message")));
    }

    [Fact]
    public async Task A_dropdown_value_must_exist_in_the_account()
    {
        var answer = await server.Crm(
            HttpMethod.Post,
            "tickets",
            """{"Fields":[{"SchemaName":"Title","Value":"T"},{"SchemaName":"Priority","Value":"Sky-high"},{"SchemaName":"LeadDetail.EmailAddress","Value":"d@example.com"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(await rows.Find("d@example.com"));
    }

    [Fact]
    public async Task Files_come_with_a_form_and_stay()
    {
        const string dto = """
            {"TypeId":"1","Fields":[{"SchemaName":"Title","Value":"With files"},{"SchemaName":"LeadDetail.EmailAddress","Value":"files@example.com"}]}
            """;
        using var form = TicketCalls.Form(dto, ("one.txt", "first"u8.ToArray()), ("../../two é.txt", [0, 1, 2, 255]));

        var created = await server.Crm(HttpMethod.Post, "tickets", form);

        Assert.True(created.Status == HttpStatusCode.OK, created.Body);
        var ticketId = Guid.Parse(Text(created.Json, "TicketId")!);
        Assert.Equal(2, await rows.One<long>(
            "SELECT count(*) FROM ticket_file WHERE account_id = @account AND ticket_id = @ticketId AND name NOT LIKE '%/%'",
            new { account = rows.AccountId, ticketId }));
        Assert.Equal([0, 1, 2, 255], await rows.One<byte[]>(
            "SELECT content FROM ticket_file WHERE account_id = @account AND ticket_id = @ticketId AND name LIKE 'two%'",
            new { account = rows.AccountId, ticketId }));
    }

    /// <summary>As a script of a web page sends it: new Blob([json], {type: "application/json"}).</summary>
    [Fact]
    public async Task The_ticket_of_a_form_may_be_a_blob()
    {
        const string dto = """
            {"TypeId":"1","Fields":[{"SchemaName":"Title","Value":"From a page"},{"SchemaName":"LeadDetail.EmailAddress","Value":"blob@example.com"}]}
            """;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(dto, Encoding.UTF8, "application/json"), "ticketDTO", "blob" },
            { new ByteArrayContent("text"u8.ToArray()), "files", "log.txt" },
        };

        var created = await server.Crm(HttpMethod.Post, "tickets", form);

        Assert.True(created.Status == HttpStatusCode.OK, created.Body);
        Assert.Equal("log.txt", await rows.One<string>(
            "SELECT string_agg(name, ',') FROM ticket_file WHERE account_id = @account AND ticket_id = @ticketId",
            new { account = rows.AccountId, ticketId = Guid.Parse(Text(created.Json, "TicketId")!) }));
    }

    [Fact]
    public async Task Files_without_a_name_are_kept_and_those_without_anything_are_not()
    {
        const string dto = """
            {"TypeId":"1","Fields":[{"SchemaName":"Title","Value":"Nameless"},{"SchemaName":"LeadDetail.EmailAddress","Value":"nameless@example.com"}]}
            """;
        using var none = new ByteArrayContent([]);
        none.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"files\"; filename=\"\"");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(dto), "ticketDTO" },
            { new ByteArrayContent("text"u8.ToArray()), "files" },
            none,
            { new StringContent("of no meaning"), "comment" },
        };

        var created = await server.Crm(HttpMethod.Post, "tickets", form);

        Assert.True(created.Status == HttpStatusCode.OK, created.Body);
        Assert.Equal("file: text", await rows.One<string>(
            "SELECT string_agg(name || ': ' || convert_from(content, 'UTF8'), ',') FROM ticket_file WHERE account_id = @account AND ticket_id = @ticketId",
            new { account = rows.AccountId, ticketId = Guid.Parse(Text(created.Json, "TicketId")!) }));
    }

    [Fact]
    public async Task An_update_answers_as_documented_and_takes_json_or_a_form()
    {
        var number = await server.NewTicket("update@example.com", "To be changed");
        var dto = $$"""{"TypeId":"1","Id":"{{number}}","Fields":[{"SchemaName":"Status","Value":"On Hold"},{"SchemaName":"Priority","Value":"Low"}],"RelatedTicketTypeId":1}""";
        using var form = TicketCalls.Form(dto, ("log.txt", "text"u8.ToArray()));

        var updated = await server.Crm(HttpMethod.Put, $"tickets/{number}/update", form);
        var again = await server.Crm(HttpMethod.Put, $"tickets/{number}/update", """{"Fields":[{"SchemaName":"Tags","Value":" vip, urgent,VIP "}]}""");

        Assert.Equal(
            $$"""{"Status":"Success","ReasonForFailure":null,"Id":"{{number}}","Message":"Ticket properties have been updated successfully","Key":"#{{number}}","TicketId":null}""",
            updated.Body);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        var read = await server.Ticket(number);
        Assert.Equal(("On Hold", "Low", "vip,urgent"), (read.Field("Status"), read.Field("Priority"), read.Field("Tags")));
    }

    [Fact]
    public async Task Trashed_tickets_are_gone_and_the_rest_is_told_apart()
    {
        var number = await server.NewTicket("trash@example.com", "To be trashed");

        var answer = await server.Crm(HttpMethod.Put, "tickets/trash", $$"""{"TicketIds":["{{number}}","987654"]}""");

        Assert.Equal($$"""{"SuccessfulIds":[{{number}}],"FailedIds":[987654]}""", answer.Body);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Crm(HttpMethod.Get, $"tickets/{number}")).Status);
        Assert.Equal(
            $$"""{"SuccessfulIds":[],"FailedIds":[{{number}}]}""",
            (await server.Crm(HttpMethod.Put, "tickets/trash", $$"""{"TicketIds":[{{number}}]}""")).Body);
    }

    [Fact]
    public async Task An_internal_note_answers_as_documented_and_is_no_conversation()
    {
        var number = await server.NewTicket("note@example.com", "Noted");

        var answer = await server.Crm(HttpMethod.Post, "internalnote/upload", $$"""
            {"TextPart":"Resolve this ticket ASAP.","ActivityType":"CreateInternalNote","StorageType":"Permament","RelatedTicketId":{{number}}}
            """);

        Assert.Equal(
            $$"""{"Message":"Activity Created","RelatedTicketId":"{{number}}","RelatedOrgId":"{{server.Credentials.OrgId}}","RelatedChannelMonitoringRequestId":0}""",
            answer.Body);
        var told = await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":{{number}}}""");
        Assert.Equal("""{"Total":0,"Conversations":null,"ConversationList":[]}""", told.Body);
    }

    /// <summary>The table of every page (extended §1.2): 404 is for a call or ticket that is not there, 400 for a body that names none.</summary>
    [Theory]
    [InlineData("internalnote/upload", """{"TextPart":"Of no ticket"}""", "RelatedTicketId")]
    [InlineData("internalnote/upload", """{"TextPart":"Of no ticket","RelatedTicketId":null}""", "RelatedTicketId")]
    [InlineData("conversation/filter", "{}", "TicketId")]
    [InlineData("conversation/filter", """{"TicketId":"","ActivityType":["InboundEmail"]}""", "TicketId")]
    public async Task A_body_that_names_no_ticket_is_400(string path, string body, string member)
    {
        var answer = await server.Crm(HttpMethod.Post, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal($"Invalid Input! Parameter Name: {member}", Text(answer.Json, "ExceptionMessage"));
    }

    [Fact]
    public async Task Fields_and_lookups_are_told()
    {
        var fields = await server.Crm(HttpMethod.Post, "ticket-types/1/fields/filter", """{"Limit":25,"Offset":0,"SearchText":"Status"}""");
        var priorities = await server.Crm(HttpMethod.Get, "lookups/Priority/values");

        Assert.Equal(1, fields.Json.GetProperty("Total").GetInt32());
        var status = fields.Json.GetProperty("TicketsFields")[0];
        Assert.Equal(("Status", "Select", "Dropdown", "standard"),
            (Text(status, "SchemaName"), Text(status, "DataType"), Text(status, "RenderType"), Text(status, "FieldType")));
        Assert.True(status.GetProperty("ValidationProperties").GetProperty("IsMandatory").GetBoolean());
        Assert.Equal(["Low", "Medium", "High", "Urgent"], priorities.Json.EnumerateArray().Select(value => Text(value, "Value")));
        Assert.Equal(JsonValueKind.Null, priorities.Json[0].GetProperty("SortingOrder").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Crm(HttpMethod.Get, "lookups/Nothing/values")).Status);
    }

    [Fact]
    public async Task A_customers_word_brings_a_done_ticket_back_and_the_history_tells_all()
    {
        var number = await server.NewTicket("back@example.com", "Done too soon");
        await server.Crm(HttpMethod.Put, $"tickets/{number}/update", """{"Fields":[{"SchemaName":"Status","Value":"Resolved"}]}""");
        await server.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", """{"Text":"Still broken","Direction":"INBOUND"}""");

        Assert.Equal("Open", (await server.Ticket(number)).Field("Status"));
        Assert.Equal("ticket.created,ticket.updated,ticket.conversation", await rows.One<string>(
            """
            SELECT string_agg(h.kind, ',' ORDER BY h.version)
            FROM ticket_history h JOIN ticket t ON t.account_id = h.account_id AND t.ticket_id = h.ticket_id
            WHERE h.account_id = @account AND t.number = @number
            """,
            new { account = rows.AccountId, number }));
    }

    [Fact]
    public async Task A_retry_with_its_key_says_nothing_twice()
    {
        var number = await server.NewTicket("retry@example.com", "Retried");

        var answers = new List<Answer>();
        for (var attempt = 0; attempt < 2; attempt++)
            answers.Add(await server.Crm(
                HttpMethod.Post,
                $"ticket/{number}/portal/activity",
                new StringContent("""{"Text":"Once","Direction":"INBOUND"}"""),
                header: ("Idempotency-Key", "retry-1")));

        Assert.Equal(HttpStatusCode.OK, answers[0].Status);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(1, (await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":{{number}}}""")).Json.GetProperty("Total").GetInt32());
    }

    /// <summary>Clients draw the boundary of a form anew for each attempt.</summary>
    [Fact]
    public async Task A_form_that_is_sent_again_makes_no_second_ticket()
    {
        var answers = new List<Answer>();
        foreach (var content in (string[])["same", "same", "other"])
        {
            using var form = TicketCalls.Form(
                """{"Fields":[{"SchemaName":"Title","Value":"Sent again"},{"SchemaName":"LeadDetail.EmailAddress","Value":"again@example.com"}]}""",
                ("log.txt", Encoding.UTF8.GetBytes(content)));
            answers.Add(await server.Crm(HttpMethod.Post, "tickets", form, header: ("Idempotency-Key", "form-1")));
        }

        Assert.Equal(HttpStatusCode.OK, answers[0].Status);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answers[2].Status);
    }

    [Fact]
    public async Task A_deleted_lead_takes_its_tickets_along()
    {
        var number = await server.NewTicket("leaving@example.com", "Soon gone");
        var leadId = await rows.Find("leaving@example.com");

        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={leadId}");

        Assert.Equal(HttpStatusCode.NotFound, (await server.Crm(HttpMethod.Get, $"tickets/{number}")).Status);
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM ticket WHERE account_id = @account AND lead_id = @leadId", new { account = rows.AccountId, leadId }));
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
