using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>The calls that the tests of tickets have in common.</summary>
internal static class TicketCalls
{
    public static int AccountId(this TestServer server) => int.Parse(server.Credentials.OrgId);

    /// <summary>The administrator, as operations know a caller.</summary>
    public static async Task<Caller> Admin(this TestServer server)
    {
        var account = await server.Services.GetRequiredService<AccountOperations>().Find(server.AccountId());
        return new Caller(account!, account!.FindUser(server.Credentials.AdminEmail)!);
    }

    /// <summary>Calls the Service CRM API below <c>/api/tenants/{OrgID}/</c> with its own headers.</summary>
    public static Task<Answer> Crm(this TestServer server, HttpMethod method, string path, string? body = null) =>
        server.Crm(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    public static async Task<Answer> Crm(
        this TestServer server, HttpMethod method, string path, HttpContent? content, string? orgId = null, string? secret = null,
        (string Name, string Value)? header = null)
    {
        server.MustNotLog(path, content is null ? null : await content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(method, $"/api/tenants/{orgId ?? server.Credentials.OrgId}/{path}") { Content = content };
        request.Headers.Add("X-LSQ-ACCESS-KEY", server.Credentials.AccessKey);
        request.Headers.Add("X-LSQ-SECRET-KEY", secret ?? server.Credentials.SecretKey);
        if (header is { } more)
            request.Headers.TryAddWithoutValidation(more.Name, more.Value);
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Makes a ticket; returns its number.</summary>
    public static async Task<long> NewTicket(this TestServer server, string email, string title, params (string Name, string Value)[] more)
    {
        var fields = more.Prepend(("LeadDetail.EmailAddress", email)).Prepend(("Title", title))
            .Select(field => new { SchemaName = field.Item1, Value = field.Item2 });
        var body = JsonSerializer.Serialize(new { TypeId = "1", Fields = fields, RelatedTicketTypeId = 1 });
        var answer = await server.Crm(HttpMethod.Post, "tickets", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return long.Parse(answer.Json.GetProperty("Id").GetString()!);
    }

    public static async Task<JsonElement> Ticket(this TestServer server, long number)
    {
        var answer = await server.Crm(HttpMethod.Get, $"tickets/{number}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    /// <summary>A field of a ticket as the API prints it.</summary>
    public static string? Field(this JsonElement ticket, string schemaName) => ticket.GetProperty("Fields").EnumerateArray()
        .Single(field => field.GetProperty("SchemaName").GetString() == schemaName).GetProperty("Value").GetString();

    /// <summary>A form as clients of the API send one: ticketDTO and files.</summary>
    public static MultipartFormDataContent Form(string ticket, params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(ticket), "ticketDTO" } };
        foreach (var (name, content) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            form.Add(file, "files", name);
        }

        return form;
    }
}
