using System.Net;
using System.Text.RegularExpressions;
using Leadline.ServiceDesk;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>Tickets on the hosted portal: what a customer opens, sees and says, and what nobody else does.</summary>
public sealed partial class HostedTicketTests(PortalServer server) : IClassFixture<PortalServer>
{
    private string Root => $"/portal/{server.Credentials.PortalId}";

    [Fact]
    public async Task A_ticket_that_a_customer_opens_is_a_ticket_as_any()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var leadId = await server.Rows.Find(email);
        await browser.Get($"{Root}/tickets/new");
        var number = await Opened(browser, [("Title", " The line is slow "), ("Description", "Every\r\nevening"), ("Type", "Problem"), ("Priority", "High")]);

        var ticket = await server.Ticket(number);
        Assert.Equal(leadId.ToString(), ticket.GetProperty("LeadId").GetString());
        Assert.Equal("The line is slow", ticket.Field("Title"));
        Assert.Equal("Every\nevening", ticket.Field("Description"));
        Assert.Equal(("Problem", "High", "Portal", "Open"), (ticket.Field("Type"), ticket.Field("Priority"), ticket.Field("Channel"), ticket.Field("Status")));
        var own = (await server.Get($"/leadline/v1/tickets/{number}")).Json;
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, own.GetProperty("sla").GetProperty("resolutionDueOn").ValueKind);
        Assert.Equal(1, await server.Rows.One<long>(
            "SELECT count(*) FROM event WHERE account_id = @account AND record_id = @id AND kind = 'ticket.created'",
            new { account = server.Rows.AccountId, id = own.GetProperty("ticketId").GetGuid() }));

        var page = await browser.Get($"{Root}/tickets/{number}?done=opened");
        Assert.Contains($"it is ticket #{number}", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("To be solved by", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(WebUtility.HtmlDecode(page), "Every\nevening"));
        Assert.Contains($"{Root}/tickets/{number}\"", await browser.Get($"{Root}/tickets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_brings_a_waiting_ticket_back_and_stands_in_the_conversation()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var number = await server.NewTicket(email, "Waiting", ("Description", "As told by phone"), ("Status", "Waiting on Customer"));
        await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"Which router is it?","via":"portal"}""");
        var page = await browser.Get($"{Root}/tickets/{number}");
        Assert.Contains("As told by phone", page, StringComparison.Ordinal);

        var answered = await browser.Post($"{Root}/tickets/{number}", ("answer", "The black one"));

        Assert.Equal($"{Root}/tickets/{number}?done=answered", answered.Headers.Location!.ToString());
        Assert.Equal("Open", (await server.Ticket(number)).Field("Status"));
        var said = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations").EnumerateArray().Last();
        Assert.Equal(("PortalInbound", "The black one"), (said.GetProperty("kind").GetString(), said.GetProperty("text").GetString()));
        page = await browser.Get($"{Root}/tickets/{number}");
        Assert.True(page.IndexOf("Which router", StringComparison.Ordinal) < page.IndexOf("The black one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notes_among_agents_and_their_files_are_never_shown()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var number = await server.NewTicket(email, "Watched");
        await server.Post($"/leadline/v1/tickets/{number}/notes", """{"text":"A difficult customer"}""");
        await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"We look into it","via":"portal"}""");
        var note = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations")[0].GetProperty("id").GetInt64();
        var file = await NewFile(number, note);
        var loose = await NewFile(number, conversation: null);

        var page = await browser.Get($"{Root}/tickets/{number}");

        Assert.Contains("We look into it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("difficult", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret.txt", page, StringComparison.Ordinal);
        foreach (var id in new[] { file, loose })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Fetch($"{Root}/tickets/{number}/files/{id}")).StatusCode);
    }

    [Fact]
    public async Task Others_tickets_are_like_tickets_that_do_not_exist()
    {
        var browser = await Visitor.SignedIn(server, NewAddress(), Root);
        var other = NewAddress();
        var owner = await Visitor.SignedIn(server, other, Root);
        await owner.Get($"{Root}/tickets/new");
        var number = await OpenedWithFile(owner);
        var file = FileLink().Match(await owner.Get($"{Root}/tickets/{number}")).Value;
        Assert.NotEmpty(file);
        var trashed = await server.NewTicket(other, "Binned");
        await server.Send(HttpMethod.Delete, $"/leadline/v1/tickets/{trashed}", body: null);
        await browser.Get($"{Root}/tickets");

        var nothing = await Read(await browser.Fetch($"{Root}/tickets/987654"));
        Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
        foreach (var path in new[] { $"tickets/{number}", "tickets/nonsense", $"tickets/{number}/files/{Guid.NewGuid()}", "nothing" })
            Assert.Equal(nothing, await Read(await browser.Fetch($"{Root}/{path}")));
        Assert.Equal(nothing, await Read(await browser.Fetch(file)));
        Assert.Equal(nothing, await Read(await browser.Post($"{Root}/tickets/{number}", ("answer", "Not mine"))));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Fetch($"{Root}/tickets/{trashed}")).StatusCode);
        Assert.Equal(1, (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("total").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await owner.Fetch(file)).StatusCode);

        var stranger = await new Visitor(server.Url).Fetch($"{Root}/tickets/{number}");
        Assert.Equal($"{Root}/sign-in", stranger.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_merge_shows_no_customer_what_another_one_said()
    {
        var (ada, bob) = (NewAddress(), NewAddress());
        var adas = await Visitor.SignedIn(server, ada, Root);
        var bobs = await Visitor.SignedIn(server, bob, Root);
        await adas.Get($"{Root}/tickets/new");
        await bobs.Get($"{Root}/tickets/new");
        var number = await Opened(adas, [("Title", "No line"), ("Description", "Since Monday")]);
        var second = await Opened(adas, [("Title", "Still no line"), ("Description", "Since Tuesday")]);
        var merged = await OpenedWithFile(bobs);
        foreach (var gone in new[] { merged, second })
            Assert.Equal(HttpStatusCode.OK, (await server.Post($"/leadline/v1/tickets/{gone}/merge", $$"""{"into":{{number}}}""")).Status);

        var page = await adas.Get($"{Root}/tickets/{number}");

        Assert.Contains("Since Monday", page, StringComparison.Ordinal);
        Assert.Contains("Since Tuesday", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing works", page, StringComparison.Ordinal);
        Assert.DoesNotContain("log.txt", page, StringComparison.Ordinal);
        Assert.Equal($"{Root}/tickets/{number}", (await adas.Fetch($"{Root}/tickets/{second}")).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await bobs.Fetch($"{Root}/tickets/{merged}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bobs.Fetch($"{Root}/tickets/{number}")).StatusCode);
    }

    [Fact]
    public async Task Files_come_back_as_they_were_sent_to_be_saved_and_never_shown()
    {
        var browser = await Visitor.SignedIn(server, NewAddress(), Root);
        await browser.Get($"{Root}/tickets/new");
        var content = "<script>alert(1)</script>"u8.ToArray();
        using var opened = await browser.PostFiles(
            $"{Root}/tickets/new", [("Title", "With a file"), ("Description", "See there")], ("../page.html", content));
        var page = await browser.Get(opened.Headers.Location!.ToString());
        Assert.Contains("page.html (25 bytes)", page, StringComparison.Ordinal);

        using var file = await browser.Fetch(FileLink().Match(page).Value);

        Assert.Equal(content, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("page.html", file.Content.Headers.ContentDisposition.FileName);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_and_mails_say_is_text()
    {
        const string script = "<script>alert(1)</script>\"'>";
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        await browser.Get($"{Root}/tickets/new");
        var number = await Opened(browser, [("Title", script), ("Description", script)]);
        await server.Post(
            $"/leadline/v1/tickets/{number}/replies", """{"text":"Plain words","html":"<b onclick=alert(2)>Rich</b><script>3</script>","via":"portal"}""");
        await server.Rows.One<int>(
            """
            UPDATE ticket_conversation SET body = NULL WHERE account_id = @account AND kind = 'PortalOutbound' AND body = 'Plain words'
            RETURNING 1
            """,
            new { account = server.Rows.AccountId });

        var page = await browser.Get($"{Root}/tickets/{number}") + await browser.Get($"{Root}/tickets");
        var refused = await Read(await browser.Post($"{Root}/tickets/new", ("Title", "</textarea>" + script), ("Description", "")));

        Assert.Contains("Rich", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page + refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_agents_format_is_shown_with_its_pictures_and_without_looks_of_its_own()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var number = await server.NewTicket(email, "Formatted");
        byte[] picture = [0x89, 0x50, 0x4e, 0x47];
        using var form = new MultipartFormDataContent
        {
            {
                new StringContent(
                    """
                    {"via":"portal","html":"<div style='color:red'>Very <b onclick='x()'>bold</b></div><img src='cid:shot.png' alt='shot'><img src='https://example.com/a.png'><script>1</script>"}
                    """),
                "message"
            },
        };
        var file = new ByteArrayContent(picture);
        file.Headers.ContentType = new("image/png");
        form.Add(file, "files", "shot.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/leadline/v1/tickets/{number}/replies") { Content = form };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var said = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);

        var page = await browser.Get($"{Root}/tickets/{number}");

        Assert.Contains("<div>Very <b>bold</b></div>", page, StringComparison.Ordinal);
        foreach (var gone in new[] { "onclick", "color:red", "example.com/a.png", "<script" })
            Assert.DoesNotContain(gone, page, StringComparison.Ordinal);
        Assert.DoesNotContain("shot.png (", page, StringComparison.Ordinal);
        var address = FileLink().Match(page).Value;
        Assert.Contains($"<img src=\"{address}\" alt=\"shot\">", page, StringComparison.Ordinal);
        using var shown = await browser.Fetch(address);
        Assert.Equal(picture, await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_forged_form_opens_and_answers_nothing()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var number = await server.NewTicket(email, "Mine");
        var other = new Visitor(server.Url);
        await other.Get($"{Root}/sign-in");
        foreach (var token in new[] { "", "x", other.FormToken })
        {
            browser.FormToken = token;
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post($"{Root}/tickets/new", ("Title", "Forged"), ("Description", "Forged"))).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post($"{Root}/tickets/{number}", ("answer", "Forged"))).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostFiles($"{Root}/tickets/{number}", [("answer", "Forged")], ("a.txt", [1]))).StatusCode);
        }

        await browser.Get($"{Root}/tickets/{number}");
        var crossSite = await browser.Post($"{Root}/tickets/{number}", [("answer", "Forged")], ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.BadRequest, crossSite.StatusCode);
        Assert.DoesNotContain("Forged", await browser.Get($"{Root}/tickets") + await browser.Get($"{Root}/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_not_taken_says_why_and_keeps_what_was_typed()
    {
        var browser = await Visitor.SignedIn(server, NewAddress(), Root);
        await browser.Get($"{Root}/tickets/new");
        var longText = $"kept {new string('x', 20_000)}";

        var tooLong = await Read(await browser.Post($"{Root}/tickets/new", ("Title", "My title"), ("Description", longText), ("Priority", "High")));
        var tooMuch = await Read(await browser.PostFiles(
            $"{Root}/tickets/new", [("Title", "My title"), ("Description", "My words")], ("large.bin", new byte[(10 * 1024 * 1024) + 1])));
        var tooLarge = await Read(await browser.PostFiles(
            $"{Root}/tickets/new", [("Title", "My title"), ("Description", "My words")], ("huge.bin", new byte[21 * 1024 * 1024])));
        var tooMany = await Read(await browser.PostFiles(
            $"{Root}/tickets/new",
            [("Title", "My title"), ("Description", "My words")],
            [.. Enumerable.Range(0, 21).Select(number => ($"{number}.txt", new byte[1]))]));
        var wrong = await Read(await browser.Post($"{Root}/tickets/new", ("Title", "My title"), ("Description", ""), ("Priority", "Sky-high")));

        Assert.All(new[] { tooLong, tooMuch, tooLarge, tooMany, wrong }, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
        Assert.Contains("This has 20,005 characters; at most 20,000 are taken.", tooLong.Html, StringComparison.Ordinal);
        Assert.Contains(longText, tooLong.Html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"High\" selected>", tooLong.Html, StringComparison.Ordinal);
        Assert.Contains("at most 10 MB are taken at a time", tooMuch.Html, StringComparison.Ordinal);
        Assert.Contains("At most 20 files are taken", tooMany.Html, StringComparison.Ordinal);
        Assert.All(new[] { tooMuch, tooMany }, answer => Assert.Contains("My words", answer.Html, StringComparison.Ordinal));
        Assert.Contains("which is 20 MB", tooLarge.Html, StringComparison.Ordinal);
        Assert.Contains("Please fill this in.", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("Please choose from the list.", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"My title\"", wrong.Html, StringComparison.Ordinal);

        var number = await Opened(browser, [("Title", "At last"), ("Description", "Fine")]);
        await browser.Get($"{Root}/tickets/{number}");
        var answer = await Read(await browser.Post($"{Root}/tickets/{number}", ("answer", longText)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(longText, answer.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post($"{Root}/tickets/{number}", ("answer", " "))).StatusCode);
    }

    [Fact]
    public async Task One_lead_does_not_flood_the_desk()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var number = await server.NewTicket(email, "Talkative");
        await browser.Get($"{Root}/tickets/{number}");
        for (var said = 0; said < 30; said++)
            Assert.Equal(HttpStatusCode.RedirectMethod, (await browser.Post($"{Root}/tickets/{number}", ("answer", $"And {said}"))).StatusCode);

        using var answer = await browser.Post($"{Root}/tickets/{number}", ("answer", "One more"));
        using var ticket = await browser.Post($"{Root}/tickets/new", ("Title", "One more"), ("Description", "One more"));

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (answer.StatusCode, ticket.StatusCode));
        Assert.Contains("One more</textarea>", (await Read(answer)).Html, StringComparison.Ordinal);
    }

    private async Task<long> Opened(Visitor browser, (string Name, string Value)[] fields)
    {
        using var answer = await browser.Post($"{Root}/tickets/new", fields);
        return Number(answer);
    }

    private async Task<long> OpenedWithFile(Visitor browser)
    {
        using var answer = await browser.PostFiles(
            $"{Root}/tickets/new", [("Title", "Nothing works"), ("Description", "Nothing works at all")], ("log.txt", [1, 2, 3]));
        return Number(answer);
    }

    private static long Number(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.RedirectMethod, answer.StatusCode);
        return long.Parse(TicketLink().Match(answer.Headers.Location!.ToString()).Groups[1].Value);
    }

    private Task<Guid> NewFile(long ticket, long? conversation) => server.Rows.One<Guid>(
        """
        INSERT INTO ticket_file (account_id, file_id, ticket_id, conversation, name, content_type, size, content, created_on)
        SELECT t.account_id, gen_random_uuid(), t.ticket_id, @conversation, 'secret.txt', 'text/plain', 1, '\x41', now()
        FROM ticket t WHERE t.account_id = @account AND t.number = @ticket
        RETURNING file_id
        """,
        new { account = server.Rows.AccountId, ticket, conversation });

    private static async Task<(HttpStatusCode Status, string Html)> Read(HttpResponseMessage response) =>
        (response.StatusCode, Visitor.WithoutTokens(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));

    [GeneratedRegex("/tickets/([0-9]+)\\?done=opened$")]
    private static partial Regex TicketLink();

    [GeneratedRegex("/portal/[0-9a-f-]{36}/tickets/[0-9]+/files/[0-9a-f-]{36}")]
    private static partial Regex FileLink();
}

/// <summary>What an account says of its desk and its fields shows on the portal.</summary>
public sealed class HostedDeskTests(PortalServer server) : IClassFixture<PortalServer>
{
    private string Root => $"/portal/{server.Credentials.PortalId}";

    [Fact]
    public async Task Without_a_desk_the_portal_knows_no_tickets()
    {
        var email = NewAddress();
        var browser = await Visitor.SignedIn(server, email, Root);
        var number = await server.NewTicket(email, "Still there");
        Assert.Contains("/tickets\"", await browser.Get(Root), StringComparison.Ordinal);
        await Desk("""{"apiEnabled":false}""");
        await IsClosed();
        await Desk("""{"portalEnabled":true}""");
        Assert.Contains("Still there", await browser.Get($"{Root}/tickets/{number}"), StringComparison.Ordinal);
        await Desk("""{"apiEnabled":true,"portalEnabled":false}""");
        await IsClosed();

        async Task IsClosed()
        {
            var home = await browser.Get(Root);
            Assert.DoesNotContain("tickets", home, StringComparison.OrdinalIgnoreCase);
            foreach (var path in new[] { "tickets", "tickets/new", $"tickets/{number}" })
                Assert.Equal(HttpStatusCode.NotFound, (await browser.Fetch($"{Root}/{path}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Post($"{Root}/tickets/new", ("Title", "x"), ("Description", "x"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Post($"{Root}/tickets/{number}", ("answer", "x"))).StatusCode);
        }

        async Task Desk(string body)
        {
            var answer = await server.Send(HttpMethod.Patch, "/leadline/v1/service-desk", body);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        }
    }
}

/// <summary>The form asks for what the account insists on.</summary>
public sealed class HostedTicketFieldTests(PortalServer server) : IClassFixture<PortalServer>
{
    private string Root => $"/portal/{server.Credentials.PortalId}";

    [Fact]
    public async Task Mandatory_fields_are_asked_for_and_a_ticket_that_nobody_could_fill_in_is_not_offered()
    {
        var browser = await Visitor.SignedIn(server, NewAddress(), Root);
        await NewField("""{"schemaName":"CustomData.Devices","displayName":"Number of devices","type":"number","mandatory":true}""");
        await NewField("""{"schemaName":"CustomData.Urgent","displayName":"Is it urgent","type":"boolean","mandatory":true}""");
        await NewField("""{"schemaName":"CustomData.Internal","displayName":"Internal remark","type":"text"}""");
        var form = await browser.Get($"{Root}/tickets/new");
        Assert.Contains(">Number of devices</label>", form, StringComparison.Ordinal);
        Assert.DoesNotContain("Internal remark", form, StringComparison.Ordinal);

        (string, string)[] typed = [("Title", "T"), ("Description", "D"), ("CustomData.Urgent", "Yes"), ("CustomData.Internal", "x"), ("Status", "Closed")];
        using var wrong = await browser.Post($"{Root}/tickets/new", [.. typed, ("CustomData.Devices", "many")]);
        using var right = await browser.Post($"{Root}/tickets/new", [.. typed, ("CustomData.Devices", "3")]);

        Assert.Contains(
            "Please write a whole number.", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RedirectMethod, right.StatusCode);
        var ticket = await server.Ticket(long.Parse(right.Headers.Location!.ToString().Split('/')[^1].Split('?')[0]));
        Assert.Equal(("3", "1", null, "Open"), (ticket.Field("CustomData.Devices"), ticket.Field("CustomData.Urgent"), ticket.Field("CustomData.Internal"), ticket.Field("Status")));

        await NewField("""{"schemaName":"CustomData.Moment","displayName":"Moment","type":"dateTime","mandatory":true}""");
        Assert.Contains("Tickets cannot be opened here at present.", await browser.Get($"{Root}/tickets/new"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post($"{Root}/tickets/new", [.. typed, ("CustomData.Devices", "3")])).StatusCode);
    }

    private async Task NewField(string body)
    {
        var answer = await server.Post("/leadline/v1/ticket-fields", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }
}
