using System.Net;
using Xunit;

namespace Leadline.Tests.Rights;

/// <summary>What somebody may not see is neither changed nor told of by making, changing and deleting leads.</summary>
public sealed class LeadEditRightsTests(RightsServer server) : IClassFixture<RightsServer>
{
    [Fact]
    public async Task Of_a_strangers_lead_it_is_told_only_that_there_is_one_and_whose()
    {
        var (own, of) = (server.Looker("own"), server.Stranger);
        var typed = $$$"""{"values":{"EmailAddress":"{{{of.Email}}}"}}""";

        var duplicate = await server.As(own, HttpMethod.Post, "/leadline/v1/leads", $$$"""{"values":{"FirstName":"x","EmailAddress":"{{{of.Email}}}"}}""");
        var told = await server.As(own, HttpMethod.Post, "/leadline/v1/leads/duplicates", typed);

        Assert.Equal(HttpStatusCode.Conflict, duplicate.Status);
        Assert.False(duplicate.Json.TryGetProperty("leadId", out _));
        Assert.Equal("""{"duplicates":[{"field":"EmailAddress","isUnique":true,"hidden":true,"ownerName":"Asha Rao","lead":null}]}""", told.Body);
        var admin = await server.Ok(server.Looker("admin"), HttpMethod.Post, "/leadline/v1/leads/duplicates", typed);
        Assert.Equal(of.Lead, admin.GetProperty("duplicates")[0].GetProperty("lead").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_strict_account_tells_nothing()
    {
        var (own, admin) = (server.Looker("own"), server.Looker("admin"));
        const string Strict = """{"tellsHiddenDuplicates":false}""";
        Assert.Equal(HttpStatusCode.Forbidden, (await server.As(own, HttpMethod.Patch, "/leadline/v1/lead-settings", Strict)).Status);
        Assert.Equal("""{"tellsHiddenDuplicates":true}""", (await server.As(own, HttpMethod.Get, "/leadline/v1/lead-settings")).Body);
        await server.Ok(admin, HttpMethod.Patch, "/leadline/v1/lead-settings", Strict);

        var told = await server.As(
            own, HttpMethod.Post, "/leadline/v1/leads/duplicates", $$$"""{"values":{"EmailAddress":"{{{server.Stranger.Email}}}"}}""");

        Assert.Equal("""{"duplicates":[]}""", told.Body);
        await server.Ok(admin, HttpMethod.Patch, "/leadline/v1/lead-settings", """{"tellsHiddenDuplicates":true}""");
    }

    [Fact]
    public async Task A_strangers_lead_is_neither_changed_nor_deleted()
    {
        var path = $"/leadline/v1/leads/{server.Stranger.Lead}";

        var changed = await server.As(server.Looker("own"), HttpMethod.Patch, path, """{"values":{"FirstName":"Taken"}}""");
        var deleted = await server.As(server.Looker("own"), HttpMethod.Delete, path);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (changed.Status, deleted.Status));
        var read = await server.Ok(server.Looker("admin"), HttpMethod.Get, path);
        Assert.Equal("stranger", read.GetProperty("FirstName").GetString());
    }
}
