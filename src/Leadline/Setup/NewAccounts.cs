using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Opportunities;
using Leadline.Portals;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Tickets;

namespace Leadline.Setup;

/// <summary>Makes accounts that are ready to be called: with an administrator, keys and definitions.</summary>
internal sealed class NewAccounts(
    Database database,
    AccountOperations accounts,
    FieldOperations fields,
    ActivityTypeOperations activityTypes,
    OpportunityTypeOperations opportunityTypes,
    DeskOperations desks,
    SampleTicket sampleTicket,
    PortalOperations portals,
    PortalTokens portalTokens)
{
    private const string FirstAdmin = "admin@example.com";

    // What the examples of the documentation were made with (core §1.3).
    private static readonly NewAccount Sample = new("Leadline", "Asia/Kolkata", CountryCode: "91", LeadDeleteEnabled: true);

    /// <summary>
    /// On an empty database, makes the first account and leaves its credentials in the data folder. The file is written
    /// before the commit: a crash between the two leaves a file that the next start replaces, never an account without one.
    /// </summary>
    public async Task<bool> CreateFirst(string dataFolder, string url)
    {
        if ((await accounts.AccountIds()).Count > 0)
            return false;
        await database.Transaction(async connection =>
        {
            var credentials = await Fill(connection, Sample, FirstAdmin, withSample: true);
            var portal = await AddPortal(connection, credentials);
            Directory.CreateDirectory(dataFolder);
            Credentials.Of(credentials, portal, url).Save(Path.Combine(dataFolder, Credentials.FileName));
        });
        return true;
    }

    /// <summary>A further account; <paramref name="withSample"/> adds the definitions of the documentation's examples.</summary>
    public Task<NewCredentials> Create(NewAccount account, string adminEmail, bool withSample) =>
        database.Transaction(async connection =>
        {
            var credentials = await Fill(connection, account, adminEmail, withSample);
            if (withSample)
                await AddPortal(connection, credentials);
            return credentials;
        });

    private async Task<NewPortal> AddPortal(Npgsql.NpgsqlConnection connection, NewCredentials account)
    {
        var portalId = await portals.Seed(connection, account.AccountId, account.Admin.Id);
        return new NewPortal(
            portalId,
            PortalKeys.AuthKey(await AddToken(PortalTokens.Public)),
            PortalKeys.RegisterToken(await AddToken(PortalTokens.Register)));

        Task<PortalKey> AddToken(string kind) => portalTokens.Add(
            connection, account.AccountId, account.Admin.Id, kind, account.AccessKey, account.SecretKey);
    }

    private async Task<NewCredentials> Fill(
        Npgsql.NpgsqlConnection connection, NewAccount account, string adminEmail, bool withSample)
    {
        var credentials = await accounts.CreateAccount(connection, account, adminEmail);
        await fields.Seed(connection, credentials.AccountId, AccountFields.LeadOwner, StandardLeadFields.All);
        await activityTypes.Seed(connection, credentials.AccountId);
        var desk = await desks.Seed(connection, credentials.AccountId, account.TimeZone, apiEnabled: withSample);
        if (withSample)
        {
            await fields.Seed(connection, credentials.AccountId, AccountFields.LeadOwner, SampleDefinitions.LeadFields);
            var sampleType = AccountFields.ActivityOwner(SampleDefinitions.ActivityEvent);
            await fields.Seed(connection, credentials.AccountId, sampleType, SampleDefinitions.ActivityFields);
            await opportunityTypes.Seed(
                connection,
                credentials.AccountId,
                credentials.Admin.Id,
                SampleDefinitions.OpportunityEvent,
                SampleDefinitions.OpportunityType);
            await sampleTicket.Add(connection, account, credentials, desk);
        }

        return credentials;
    }
}
