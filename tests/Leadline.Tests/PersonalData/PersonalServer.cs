using System.Net.Http.Headers;
using System.Text;
using Dapper;
using Leadline.InboundMail;
using Leadline.Tests.Activities;
using Leadline.Tests.Files;
using Leadline.Tests.Imports;
using Leadline.Tests.Intake;
using Leadline.Tests.Mail;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Leadline.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.PersonalData;

/// <summary>A server on which people leave traces wherever there is a place for one.</summary>
public sealed class PersonalServer : MailServer
{
    internal override ServerOptions Options => base.Options with { WebhookNetworks = ["127.0.0.0/8"] };

    private LeadRows Rows => new(this);

    private OwnApi Own => new(this);

    /// <summary>Makes somebody whose every record holds a word; the lead.</summary>
    public async Task<Guid> Somebody(string word, string phone)
    {
        await using var receiver = await WebhookReceiver.Start();
        await Own.Patch("service-desk", """{"mailAddress":"desk@example.com","mailName":"The desk"}""");
        var hook = (await Own.Post("webhooks", $$"""{"url":"{{receiver.Url}}","description":"All","events":["lead.*"]}"""))["id"];
        var email = $"{word}@example.com";
        var lead = await Rows.Lead(email, ("FirstName", word), ("LastName", "Kumar"), ("Phone", phone), ("mx_City", word));
        await Ok(Own.Patch($"leads/{lead}", $$$"""{"values":{"mx_City":"{{{word}}} again"}}"""));
        var child = await Rows.Lead($"{word}.child@example.com", ("FirstName", word));
        await Ok(Own.Patch($"leads/{child}", $$$"""{"values":{"mx_City":"{{{word}}} as a child"}}"""));
        await Ok(Own.Post($"leads/{lead}/merge", $$"""{"children":["{{child}}"]}"""));

        await OnTheLead(lead, email, word);
        await OnTickets(email, word);
        await OnTheWay(lead, email, phone, word);
        await Eventually.Seen(
            () => Rows.One<long>("SELECT count(*) FROM webhook_delivery WHERE lead_id = @lead", new { lead }), count => count > 1);
        await Ok(Own.Patch($"webhooks/{hook}", """{"isActive":false}"""));
        return lead;
    }

    /// <summary>The tables in which a word stands, in whatever column.</summary>
    public async Task<IReadOnlyList<string>> TablesWith(string word)
    {
        await using var connection = await Database.OpenAcrossAccounts();
        var tables = (await connection.QueryAsync<string>(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1")).ToList();
        Assert.True(tables.Count > 80, "The tables are not found.");
        var found = new List<string>();
        foreach (var table in tables)
            if (await connection.ExecuteScalarAsync<bool>(
                $"SELECT EXISTS (SELECT FROM {table} x WHERE lower(x::text) LIKE @text OR x::text LIKE @bytes)",
                new { text = $"%{word}%", bytes = $"%{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word))}%" }))
                found.Add(table);
        return found;
    }

    /// <summary>The tables that have a row of a lead: a new one has to be a part of erasing.</summary>
    public async Task<IReadOnlyList<string>> TablesOf(Guid lead)
    {
        await using var connection = await Database.OpenAcrossAccounts();
        var found = new List<string>();
        foreach (var table in await connection.QueryAsync<string>(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'lead_id' ORDER BY 1"))
            if (await connection.ExecuteScalarAsync<bool>($"SELECT EXISTS (SELECT FROM {table} WHERE lead_id = @lead)", new { lead }))
                found.Add(table);
        return found;
    }

    private async Task OnTheLead(Guid lead, string email, string word)
    {
        var activity = await this.NewActivity(lead.ToString(), 105);
        await Ok(Own.Patch($"activities/{activity}", $$"""{"note":"{{word}}"}"""));
        var type = await this.NewOpportunityType($"Type {Guid.NewGuid():N}");
        await this.NewOpportunity(email, type, OpportunityCalls.Field("mx_Custom_1", word));
        await Ok(Own.Post($"leads/{lead}/notes", $$"""{"text":"{{word}}"}"""));
        await new FileCalls(this).Keep($"The file of {word}", $"name={word}.txt&lead={lead}");
        await Ok(Own.Post(
            "tasks", $$"""{"name":"{{word}}","type":"Meeting","leadId":"{{lead}}","dueOn":"2030-01-01T10:00:00Z"}"""));
        var list = (await Own.Post("lists", $$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}"""))["id"];
        await Ok(Own.Post($"lists/{list}/members", $$"""{"leadIds":["{{lead}}"]}"""));
        await Ok(Own.Post("emails", $$"""{"leadId":"{{lead}}","subject":"{{word}}","text":"Dear {{word}}"}"""));
        var job = (await Own.Post("lead-jobs", $$$"""{"action":"setFields","values":{"mx_City":"{{{word}}} of a job"},"leadIds":["{{{lead}}}"]}"""))["id"];
        await Eventually.Seen(async () => (await Own.Get($"lead-jobs/{job}"))["state"], state => state == "finished");
        await Rows.Execute(
            """
            INSERT INTO portal_user (account_id, portal_id, lead_id, password_hash, registered_on, password_changed_on)
            VALUES (@AccountId, gen_random_uuid(), @lead, @word, now(), now());
            INSERT INTO ispcrm_lead (account_id, number, lead_id, status, created_on)
            VALUES (@AccountId, 700000 + (SELECT count(*) FROM ispcrm_lead), @lead, 'New', now());
            """,
            new { Rows.AccountId, lead, word });
    }

    private async Task OnTickets(string email, string word)
    {
        var number = await this.NewTicket(email, $"{word} is down");
        await Reply(number, $$"""{"text":"Dear {{word}}"}""", ($"{word}.txt", Encoding.UTF8.GetBytes(word)));
        await Ok(Own.Patch($"tickets/{number}", $$$"""{"fields":{"Description":"{{{word}}}"}}"""));
        await Send(HttpMethod.Put, $"/leadline/v1/drafts/tickets/{number}/reply", $$"""{"text":"{{word}}"}""");
        await Send(HttpMethod.Put, $"/leadline/v1/drafts/wishes/9/note", $$"""{"text":"Ask\n{{email}}, please"}""");

        // On a ticket of somebody else.
        var other = await this.NewTicket($"other{Guid.NewGuid():N}@example.com", "Shared");
        await Ok(Own.Patch($"tickets/{other}", $$"""{"addWatchers":["{{email}}","stays@example.com"]}"""));
        await Rows.Execute(
            """
            INSERT INTO ticket_conversation (account_id, number, ticket_id, kind, body, sender, recipients, created_on, created_by)
            SELECT account_id, 800000 + number, ticket_id, 'inbound', @word, @email, '{}', now(), created_by FROM ticket
            WHERE account_id = @AccountId AND number = @other
            """,
            new { Rows.AccountId, word, email, other });

        var mail = $"From: {word} <{email}>\nAuto-Submitted: auto-replied\nSubject: Away {word}\n\nAway";
        Assert.Equal(
            MailTaken.SetAside,
            (await Services.GetRequiredService<MailIntake>().Take(Rows.AccountId, Encoding.UTF8.GetBytes(mail), CancellationToken.None)).Value);
    }

    private async Task OnTheWay(Guid lead, string email, string phone, string word)
    {
        var async = new AsyncCalls(this);
        var id = await async.Submit("/lead/capture", AsyncCalls.Lead(email, ("mx_City", $"{word} async")));
        await async.Final(id);
        await new ImportCalls(this).Import($"EmailAddress,FirstName\n{email},{word}\nnot an address,{word}\n");
        await Rows.Execute(
            "INSERT INTO call_popup (account_id, popup_id, source_number, direction, tag, created_on) VALUES (@AccountId, gen_random_uuid(), @phone, 'Inbound', @word, now())",
            new { Rows.AccountId, phone, word });
        await Rows.Execute(
            "INSERT INTO status_call (account_id, call_id, url, body, due_on) VALUES (@AccountId, gen_random_uuid(), 'https://example.com', @body, '2099-01-01')",
            new { Rows.AccountId, body = $"{lead} {word}" });
    }

    private async Task Reply(long number, string message, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(message), "message" } };
        foreach (var (name, content) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            form.Add(file, "files", name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/leadline/v1/tickets/{number}/replies") { Content = form };
        request.Headers.Add("x-LSQ-AccessKey", Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", Credentials.SecretKey);
        using var response = await Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task Ok(Task<OwnAnswer> call)
    {
        var answer = await call;
        Assert.True((int)answer.Status < 300, answer.Body);
    }
}
