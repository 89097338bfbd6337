using System.Net;
using System.Net.Http.Headers;
using Dapper;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Files that agents answer with: kept with the ticket, and read from the mail as a mail server has it.</summary>
public sealed class ReplyFileTests(ReplyFileTests.ReplyServer server) : IClassFixture<ReplyFileTests.ReplyServer>
{
    private static readonly byte[] Everything = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 31 % 256))];

    [Fact]
    public async Task A_reply_goes_out_with_its_files_and_the_ticket_keeps_them()
    {
        var number = await server.NewTicket("files@example.com", "With files");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"addWatchers":["files-watch@example.com"]}""");

        var reply = await Reply(
            number,
            """{"text":"Here they are","html":"<p>Here they <b>are</b></p>"}""",
            ("plan.pdf", "application/pdf", Everything),
            ("note.txt", "text/plain; charset=iso-8859-1", [0xfc, (byte)'\n']));

        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body);
        foreach (var to in new[] { "files@example.com", "files-watch@example.com" })
        {
            var mail = await server.Smtp.Mail(to);
            Assert.Equal("Here they are", mail.Text.Trim());
            Assert.Equal("<p>Here they <b>are</b></p>", mail.Html?.Trim());
            Assert.Equal(["plan.pdf", "note.txt"], mail.Files.Select(file => file.Name));
            Assert.Equal(["application/pdf", "text/plain"], mail.Files.Select(file => file.Type));
            Assert.Equal("iso-8859-1", mail.Files[1].Charset, ignoreCase: true);
            Assert.All(mail.Files, file => Assert.Equal("attachment", file.Disposition));
            Assert.Equal(Everything, mail.Files[0].Content);
            Assert.Equal([0xfc, (byte)'\n'], mail.Files[1].Content);
        }

        var said = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations")[0];
        Assert.Equal(["plan.pdf", "note.txt"], said.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()).OrderDescending());
        var told = await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":{{number}}}""");
        Assert.Equal(2, told.Json.GetProperty("ConversationList")[0].GetProperty("Attachments").GetArrayLength());
        var file = said.GetProperty("files").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "plan.pdf").GetProperty("id");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/leadline/v1/tickets/{number}/files/{file}");
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var kept = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(Everything, await kept.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Überweisung – März.pdf")]
    [InlineData("sagt \"hallo\"; und\\oder.txt", "oder.txt")]
    [InlineData("50% 'off' * a(b)c.txt")]
    [InlineData("見積書の写しと御契約に関する大切なお知らせ・二〇二六年十一月版・お客様控え・必ずお読みください・株式会社リードライン.pdf")]
    [InlineData("a-name-of-letters-that-is-much-too-long-for-a-single-line-of-a-header-and-goes-on-and-on-and-on-until-it-ends.txt")]
    public async Task A_name_arrives_as_it_was_given(string name, string? expected = null)
    {
        var to = $"{Guid.NewGuid():N}@example.com";
        var number = await server.NewTicket(to, "Named");

        Assert.Equal(HttpStatusCode.OK, (await Reply(number, """{"text":"Named"}""", (name, "text/plain", [1]))).Status);

        var mail = await server.Smtp.Mail(to);
        Assert.Equal(expected ?? name, Assert.Single(mail.Files).Name);
        Assert.All(mail.Raw.Split("\r\n"), line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain(mail.Raw, letter => letter > '\x7e');
    }

    [Theory]
    [InlineData("text/html; charset=\"utf-8\\\" x=y\"", "text/html")]
    [InlineData("message/rfc822", "application/octet-stream")]
    [InlineData("multipart/mixed; boundary=x", "application/octet-stream")]
    [InlineData("*/*", "application/octet-stream")]
    [InlineData("nonsense", "application/octet-stream")]
    public async Task A_type_that_cannot_stand_in_a_mail_is_replaced(string sent, string expected)
    {
        var to = $"{Guid.NewGuid():N}@example.com";
        var number = await server.NewTicket(to, "Typed");

        Assert.Equal(HttpStatusCode.OK, (await Reply(number, """{"text":"Typed"}""", ("file.bin", sent, Everything))).Status);

        var file = Assert.Single((await server.Smtp.Mail(to)).Files);
        Assert.Equal(expected, file.Type);
        Assert.Equal(Everything, file.Content);
    }

    [Fact]
    public async Task Too_many_or_too_large_files_are_refused_and_nothing_is_said()
    {
        var number = await server.NewTicket("toomuch@example.com", "Too much");

        var many = await Reply(number, """{"text":"Many"}""", [.. Enumerable.Range(0, 21).Select(i => ($"{i}.txt", "text/plain", new byte[] { 1 }))]);
        var large = await Reply(number, """{"text":"Large"}""", ("large.bin", "application/octet-stream", new byte[10 * 1024 * 1024]));
        var wordless = await Reply(number, "", ("file.txt", "text/plain", [1]));

        Assert.Equal((HttpStatusCode.BadRequest, "A call carries at most 20 files."), (many.Status, many.Json.GetProperty("detail").GetString()));
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "The request body is larger than 10 MiB."), (large.Status, large.Json.GetProperty("detail").GetString()));
        Assert.Equal((HttpStatusCode.BadRequest, "The form has no part message."), (wordless.Status, wordless.Json.GetProperty("detail").GetString()));
        Assert.Equal(0, (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("total").GetInt32());
        Assert.Empty((await server.Get($"/leadline/v1/tickets/{number}/files")).Json.GetProperty("files").EnumerateArray());
    }

    [Fact]
    public async Task A_portal_activity_carries_files_and_those_of_customers_are_not_passed_on()
    {
        var number = await server.NewTicket("portal-files@example.com", "In the portal");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"addWatchers":["portal-watch@example.com"]}""");

        foreach (var direction in new[] { "INBOUND", "OUTBOUND" })
        {
            using var form = Form("activityDTO", $$"""{"Text":"{{direction}} word","Direction":"{{direction}}"}""", ($"{direction}.txt", "text/plain", [1]));
            var answer = await server.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", form);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        }

        var told = await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":{{number}}}""");
        Assert.Equal(
            ["INBOUND.txt", "OUTBOUND.txt"],
            told.Json.GetProperty("ConversationList").EnumerateArray().Select(said => said.GetProperty("Attachments")[0].GetProperty("Name").GetString()));
        Assert.Empty((await server.Smtp.Mail("portal-watch@example.com", mail => mail.Text.StartsWith("INBOUND", StringComparison.Ordinal))).Files);
        Assert.Single((await server.Smtp.Mail("portal-watch@example.com", mail => mail.Text.StartsWith("OUTBOUND", StringComparison.Ordinal))).Files);
    }

    [Fact]
    public async Task A_mail_whose_file_is_gone_is_given_up()
    {
        // The server is away at the first attempt, so that there is time to take the file away.
        var to = $"later@{Guid.NewGuid():N}.example.com";
        var number = await server.NewTicket(to, "Gone");
        await Reply(number, """{"text":"Gone"}""", ("gone.txt", "text/plain", [1]));
        await Until("attempts", to, "1");
        await using (var connection = await server.Database.Open(server.AccountId(), TestContext.Current.CancellationToken))
            await connection.ExecuteAsync(
                "DELETE FROM ticket_file WHERE account_id = @account AND name = 'gone.txt'", new { account = server.AccountId() });

        server.Pass(TimeSpan.FromMinutes(5));

        await Until("failure", to, "a file is gone");
    }

    private Task Until(string column, string to, string expected) => Eventually.Seen(
        async () =>
        {
            await using var connection = await server.Database.Open(server.AccountId());
            return await connection.ExecuteScalarAsync<string?>(
                $"SELECT {column}::text FROM mail WHERE account_id = @account AND recipient = @to AND failure IS NOT NULL", new { account = server.AccountId(), to });
        },
        found => found == expected,
        $"{column} is {expected}");

    private async Task<Answer> Reply(long number, string message, params (string Name, string Type, byte[] Content)[] files)
    {
        using var form = Form("message", message, files);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/leadline/v1/tickets/{number}/replies") { Content = form };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);

        // As curl does: a body that is too large is refused before it is sent.
        request.Headers.ExpectContinue = true;
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static MultipartFormDataContent Form(string part, string json, params (string Name, string Type, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        if (json.Length > 0)
            form.Add(new StringContent(json), part);
        foreach (var (name, type, content) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.TryAddWithoutValidation("Content-Type", type);
            file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "files", FileName = "x", FileNameStar = name };
            form.Add(file);
        }

        return form;
    }

    public sealed class ReplyServer : MailServer
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Assert.Equal(
                HttpStatusCode.OK,
                (await Send(HttpMethod.Patch, "/leadline/v1/service-desk", """{"mailAddress":"desk@example.com","mailName":"The desk"}""")).Status);
        }
    }
}
