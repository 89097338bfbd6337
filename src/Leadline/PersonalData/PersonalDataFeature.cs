using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.PersonalData;

/// <summary>The data of one person: found, exported, erased, with a record of who had it done and why.</summary>
internal static class PersonalDataFeature
{
    public static void AddPersonalData(this IServiceCollection services)
    {
        services.AddSingleton<PersonalRequestStore>();
        services.AddSingleton<PersonalDataStore>();
        services.AddSingleton<PersonalDataOperations>();
        services.AddSingleton<PersonalExport>();
        services.AddSingleton<PersonalDataRun>();
        services.AddHostedService<PersonalDataWorker>();
        services.AddHostedService<PersonalDataSweep>();
    }

    public static void MapPersonalData(this SurfaceRoutes routes)
    {
        var (own, data) = (routes.Leadline, routes.Create<PersonalDataEndpoints>());
        own.Post("personal-data/search", data.Search)
            .Describe(
                "The leads that have an e-mail address or a phone number, what is held on each, and what stays when"
                + " it is erased",
                typeof(PersonalSearchRequest))
            .Answers<PersonalSearchResponse>();
        own.Post("personal-data/requests", data.Create)
            .Describe("Takes in a request to export or erase what is held", typeof(PersonalRequestRequest))
            .Accepts<PersonalRequestResponse>();
        own.Get("personal-data/requests", data.List)
            .Describe("Requests about personal data, the newest first", null, "after", "limit")
            .Answers<PersonalRequestsResponse>();
        own.Get("personal-data/requests/{request}", data.Get)
            .Describe("A request about personal data, and how far it has come")
            .Answers<PersonalRequestResponse>();
        own.Get("personal-data/requests/{request}/file", data.File)
            .Describe("The file of an export: a ZIP, for 7 days")
            .AnswersFile();
    }
}
