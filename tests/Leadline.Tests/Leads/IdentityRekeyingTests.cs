using Leadline.Accounts;
using Leadline.Cli.Checks;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>Leads whose identities were made by the rules of an earlier version.</summary>
public sealed class IdentityRekeyingTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly LeadRows rows = new(server);

    private int made;

    // What the server does at its start would otherwise hold the account when a test wants it.
    public async ValueTask InitializeAsync() =>
        await server.Services.GetServices<IHostedService>().OfType<IdentityRekeyWorker>().Single().ExecuteTask!;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_gets_the_key_of_its_value_and_of_two_that_are_one_person_the_older_keeps_it()
    {
        var phone = await Old("Phone", "+44 (0)20 7946 0958", "4402079460958");
        var email = await Old("EmailAddress", "<Old@example.com>", "<old@example.com>");
        var right = await Old("EmailAddress", "right@example.com", "right@example.com");
        var older = await Old("Phone", "+44 20 7946 0001", "442079460001");
        var younger = await Old("Phone", "+44 (0)20 7946 0001", "4402079460001");
        var olderByOldKey = await Old("Phone", "+44 (0)20 7946 0002", "4402079460002");
        var youngerByNewKey = await Old("Phone", "+44 20 7946 0002", "442079460002");
        var inTheWay = await Old("Phone", "+44 20 7946 0003", "442079460004");
        var kept = await Old("Phone", "+44 (0)20 7946 0004", "4402079460004");
        var former = await Old("Phone", "+52 1 55 1234 5678", "5215512345678");
        var mobile = await Old("Mobile", "+44 (0)20 7946 0005", key: null);
        await Identity("Phone", "4402079460009", Guid.NewGuid());

        await Rekey();

        Assert.Equal(phone, await rows.Find("Phone", "442079460958"));
        Assert.Equal(email, await rows.Find("old@example.com"));
        Assert.Equal(right, await rows.Find("right@example.com"));
        Assert.Equal(older, await rows.Find("Phone", "442079460001"));
        Assert.Equal(olderByOldKey, await rows.Find("Phone", "442079460002"));
        Assert.Equal(inTheWay, await rows.Find("Phone", "442079460003"));
        Assert.Equal(kept, await rows.Find("Phone", "442079460004"));
        Assert.Equal(former, await rows.Find("Phone", "525512345678"));
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM lead_identity WHERE account_id = @AccountId AND value LIKE '440%'", new { rows.AccountId }));
        Assert.Equal("442079460005", await rows.One<string>(
            "SELECT mobile_key FROM lead WHERE account_id = @AccountId AND lead_id = @mobile", new { rows.AccountId, mobile }));

        // Nobody was merged: all are there as they were.
        Assert.Equal("+44 (0)20 7946 0001", await rows.Value(younger, "Phone"));
        Assert.Equal("+44 20 7946 0002", await rows.Value(youngerByNewKey, "Phone"));
        Assert.Contains(
            server.Log, line => line.Contains($"{older} is also that of the younger lead {younger}", StringComparison.Ordinal));
        Assert.Contains(
            server.Log, line => line.Contains("2 leads are persons that an older lead is already", StringComparison.Ordinal));
        var check = await Check();
        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.Contains("2 values lead to another lead that has them too", check.Detail, StringComparison.Ordinal);
        Assert.Contains($"{younger} is {older} by Phone", check.Detail, StringComparison.Ordinal);
        Assert.Contains($"{youngerByNewKey} is {olderByOldKey} by Phone", check.Detail, StringComparison.Ordinal);

        // The younger one is still written to as before.
        var changed = await server.Post(
            $"/v2/LeadManagement.svc/Lead.Update?leadId={younger}", """[{"Attribute":"Phone","Value":"+44 20 7946 0006"}]""");
        Assert.Equal("Success", changed.Json.GetProperty("Status").GetString());
        Assert.Equal(younger, await rows.Find("Phone", "442079460006"));
        Assert.Equal(older, await rows.Find("Phone", "442079460001"));
    }

    [Fact]
    public async Task It_goes_on_where_it_was_cut_off_and_leads_are_written_meanwhile()
    {
        const int count = 1300;
        await rows.Execute(
            """
            INSERT INTO lead (account_id, lead_id, number, owner_id, created_by, modified_by, created_on, modified_on,
                last_modified_on, "values")
            SELECT @AccountId, md5('many' || i)::uuid, i, @user, @user, @user, now(), now(), now(),
                jsonb_build_object('EmailAddress', 'Many' || i || '@example.com,')
            FROM generate_series(1, @count) i;
            INSERT INTO lead_identity (account_id, field, value, lead_id)
            SELECT @AccountId, 'EmailAddress', 'many' || i || '@example.com,', md5('many' || i)::uuid FROM generate_series(1, @count) i
            """,
            new { rows.AccountId, user = Guid.NewGuid(), count });
        await Begin();

        var (account, catalog) = await Definitions();
        var first = await server.Database.Transaction(
            rows.AccountId,
            connection => IdentityRekeyStore.Batch(connection, account, catalog, new("cut off", "", "", Guid.Empty)),
            TestContext.Current.CancellationToken);
        Assert.False(first.Progress.IsComplete);
        await rows.Execute(
            "UPDATE lead_identity_rules SET rules = @rules WHERE account_id = @AccountId",
            new { rows.AccountId, rules = IdentityRekeying.RulesOf(account.CountryCode) });
        var done = await Done();
        Assert.InRange(done, 1, count - 1);

        var rekeying = server.Services.GetRequiredService<IdentityRekeying>().Run(TestContext.Current.CancellationToken);
        for (var i = 0; i < 20 || !rekeying.IsCompleted; i++)
            await rows.Lead($"meanwhile{i}@example.com", ("FirstName", "M"));
        await rekeying;

        Assert.Equal(count, await Done());
        Assert.Equal(
            await rows.One<Guid>("SELECT md5('many7')::uuid", new { }), await rows.Lead("MANY7@example.com", ("FirstName", "Met")));
        Assert.NotEqual(CheckStatus.Fail, (await Check()).Status);

        Task<long> Done() => rows.One<long>(
            "SELECT count(*) FROM lead_identity WHERE account_id = @AccountId AND value ~ '^many[0-9]+@example.com$'", new { rows.AccountId });
    }

    [Fact]
    public async Task A_new_account_has_nothing_to_make_anew()
    {
        var newcomer = await server.Services.GetRequiredService<NewAccounts>().Create(
            new NewAccount("Newcomer", "Asia/Kolkata", "91", LeadDeleteEnabled: false), "new@example.com", withSample: false);

        Assert.Equal(
            1,
            await rows.One<long>(
                """
                SELECT count(*) FROM lead_identity_rules
                WHERE account_id = @AccountId AND rules = @rules AND field IS NULL AND lead_id IS NULL
                """,
                new { newcomer.AccountId, rules = IdentityRekeying.RulesOf("91") }));
    }

    private async Task Rekey()
    {
        await Begin();
        await server.Services.GetRequiredService<IdentityRekeying>().Run(TestContext.Current.CancellationToken);
    }

    /// <summary>As a database has it that an earlier version made.</summary>
    private Task Begin() =>
        rows.Execute("DELETE FROM lead_identity_rules WHERE account_id = @AccountId", new { rows.AccountId });

    private async Task<Guid> Old(string field, string value, string? key)
    {
        var lead = Guid.NewGuid();
        await rows.Execute(
            """
            INSERT INTO lead (account_id, lead_id, number, owner_id, created_by, modified_by, created_on, modified_on,
                last_modified_on, mobile_key, "values")
            VALUES (@AccountId, @lead, 1000 + @made, @lead, @lead, @lead, @on, @on, @on,
                CASE WHEN @field = 'Mobile' THEN 'old' END, jsonb_build_object(@field, @value))
            """,
            new { rows.AccountId, lead, made, on = Start.AddMinutes(made++), field, value });
        if (key is not null)
            await Identity(field, key, lead);
        return lead;
    }

    private Task Identity(string field, string key, Guid lead) => rows.Execute(
        "INSERT INTO lead_identity (account_id, field, value, lead_id) VALUES (@AccountId, @field, @key, @lead)",
        new { rows.AccountId, field, key, lead });

    private async Task<(Account Account, FieldCatalog Catalog)> Definitions() => (
        (await server.Services.GetRequiredService<AccountOperations>().Find(rows.AccountId))!,
        (await server.Services.GetRequiredService<FieldOperations>().Get(rows.AccountId)).Lead);

    private async Task<Check> Check()
    {
        var (account, catalog) = await Definitions();
        await using var connection = await server.Database.Open(rows.AccountId, TestContext.Current.CancellationToken);
        return await IdentityChecks.Run(connection, account, catalog, full: true);
    }
}
