using System.Net;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class DeleteTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_deleted_lead_leaves_its_values_to_others_and_an_event()
    {
        var lead = await rows.Lead("delete@example.com", ("Phone", "+91-9822222222"), ("mx_PAN_Number", "DEL01"));

        var answer = await Delete(lead);

        Assert.Equal((HttpStatusCode.OK, """{"Status":"Success"}"""), (answer.Status, answer.Body));
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM lead_identity WHERE lead_id = @lead", new { lead }));
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM lead WHERE lead_id = @lead", new { lead }));
        Assert.Equal(
            1, await rows.One<long>("SELECT count(*) FROM event WHERE lead_id = @lead AND kind = 'lead.deleted'", new { lead }));
        Assert.NotEqual(lead, await rows.Lead("delete@example.com", ("Phone", "+91-9822222222"), ("mx_PAN_Number", "DEL01")));
    }

    [Fact]
    public async Task Its_activities_go_with_it()
    {
        var lead = await rows.Lead("deleteactive@example.com");
        var posted = await server.Post(
            "/v2/ProspectActivity.svc/Create",
            $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":105,"ActivityNote":"note","Fields":[]}""");
        Assert.Equal(HttpStatusCode.OK, posted.Status);
        Assert.Equal(1, await rows.One<long>("SELECT count(*) FROM activity WHERE lead_id = @lead", new { lead }));

        await Delete(lead);

        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM activity WHERE lead_id = @lead", new { lead }));
    }

    [Fact]
    public async Task Only_a_lead_that_exists_can_be_deleted()
    {
        var lead = await rows.Lead("deletetwice@example.com");

        Assert.Equal(HttpStatusCode.OK, (await Delete(lead)).Status);
        foreach (var id in (string[])[lead.ToString(), Guid.NewGuid().ToString(), "nobody"])
        {
            var answer = await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={id}");
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.Equal(
                """{"Status":"Error","ExceptionType":"MXInvalidEntityException","ExceptionMessage":"Lead does not exist in the system"}""",
                answer.Body);
        }

        var without = await server.Get("/v2/LeadManagement.svc/Lead/Delete/ById");
        Assert.Equal("MXMandatoryAttributeMissingException", without.Json.GetProperty("ExceptionType").GetString());
    }

    [Fact]
    public async Task Writes_that_race_a_deletion_leave_no_identity_without_its_lead()
    {
        for (var round = 0; round < 20; round++)
        {
            var email = $"deleterace{round}@example.com";
            var lead = await rows.Lead(email);
            var captures = Enumerable.Range(0, 10).Select(i => server.Post(
                Capture,
                $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"},{"Attribute":"mx_PAN_Number","Value":"race{{round}}-{{i}}"}]"""));

            var answers = await Task.WhenAll([.. captures, Delete(lead)]);

            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        }

        Assert.Equal(0, await rows.Strays("EmailAddress"));
        Assert.Equal(0, await rows.Strays("mx_PAN_Number"));
    }

    [Fact]
    public async Task What_hangs_on_a_lead_goes_in_the_same_transaction_or_the_lead_stays()
    {
        var lead = await rows.Lead("deletehanging@example.com");
        var note = $"note/{lead}";
        await rows.Execute(
            "INSERT INTO account_counter (account_id, name, next_value) VALUES (@AccountId, @note, 1)", new { rows.AccountId, note });
        var deletesNote = LeadDeletion.ByStatements(
            "DELETE FROM account_counter WHERE account_id = $1 AND name IN (SELECT 'note/' || id FROM unnest($2) AS l (id))");
        var fails = LeadDeletion.ByStatements("SELECT 1 / ($1 - $1) FROM unnest($2)");
        var caller = await Caller();
        Task<long> Left() => rows.One<long>(
            "SELECT (SELECT count(*) FROM account_counter WHERE name = @note) + (SELECT count(*) FROM lead WHERE lead_id = @lead)",
            new { note, lead });

        await Assert.ThrowsAsync<PostgresException>(
            () => Leads(deletesNote, fails).Delete(caller, lead, TestContext.Current.CancellationToken));
        Assert.Equal(2, await Left());
        Assert.Equal(lead, await rows.Find("deletehanging@example.com"));

        Assert.Null((await Leads(deletesNote).Delete(caller, lead, TestContext.Current.CancellationToken)).Failure);
        Assert.Equal(0, await Left());
    }

    [Fact]
    public async Task An_account_that_has_it_switched_off_refuses()
    {
        var lead = await rows.Lead("deleteoff@example.com");
        var caller = await Caller();
        var barred = caller with { Account = caller.Account with { LeadDeleteEnabled = false } };

        var refused = await Leads().Delete(barred, lead, TestContext.Current.CancellationToken);

        Assert.Equal("Delete is not enabled for you", refused.Failure!.Message);
        Assert.Equal(lead, await rows.Find("deleteoff@example.com"));
    }

    private Task<Answer> Delete(Guid lead) => server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}");

    private async Task<Caller> Caller()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        return (await accounts.Authenticate(server.Credentials.AccessKey, server.Credentials.SecretKey, KeyKind.Access)).Value;
    }

    private LeadOperations Leads(params LeadDeletion[] deletions) => new(
        server.Services.GetRequiredService<LeadWriter>(), server.Services.GetRequiredService<FieldOperations>(), deletions);
}
