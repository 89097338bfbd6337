using System.Net;
using System.Text.Json;
using Leadline.Tests.Rights;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.SavedViews;

/// <summary>A view is its maker's; who shares it says who else sees it, and nobody else changes it but administrators.</summary>
public sealed class SavedViewTests(RightsServer server) : IClassFixture<RightsServer>
{
    private const string Views = "/leadline/v1/saved-views";

    private Person Anita => server.Looker("own");

    private Person Vikram => server.Looker("colleague");

    private Person Other => server.Looker("stranger");

    [Fact]
    public async Task A_view_is_made_read_changed_and_deleted()
    {
        var made = await server.Ok(Anita, HttpMethod.Post, Views, """
            {"list":"leads","name":" Pune prospects ","filter":{"all":[{"field":"mx_City","operator":"=","value":"Pune"}]},
             "sort":"-Score","columns":["FirstName","mx_City"],"layout":"table","isPinned":true,"position":3}
            """);
        var view = $"{Views}/{Id(made)}";

        Assert.Equal("Pune prospects", made.GetProperty("name").GetString());
        Assert.Equal("""{"all":[{"field":"mx_City","operator":"=","value":"Pune"}]}""", made.GetProperty("filter").GetRawText());
        Assert.Equal(made.GetRawText(), (await server.Ok(Anita, HttpMethod.Get, view)).GetRawText());
        var changed = await server.Ok(Anita, HttpMethod.Patch, view, """{"filter":null,"sort":"","columns":["LastName"]}""");
        Assert.Equal(JsonValueKind.Object, changed.GetProperty("filter").ValueKind);
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("sort").ValueKind);
        Assert.Equal(2, changed.GetProperty("version").GetInt32());
        Assert.True(changed.GetProperty("isPinned").GetBoolean());

        Assert.Equal(HttpStatusCode.OK, (await server.As(Anita, HttpMethod.Delete, view)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.As(Anita, HttpMethod.Get, view)).Status);
    }

    [Fact]
    public async Task Each_sees_what_is_shared_and_pins_it_alone()
    {
        var list = $"opportunities:{Random.Shared.Next(12000, 99999)}";
        var group = (await server.Ok(server.Looker("admin"), HttpMethod.Get, "/leadline/v1/groups"))
            .GetProperty("groups").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "North").GetProperty("id").GetString();
        var mine = await Make("Mine", list, "{}");
        var shared = await Make("Vikram's, too", list, $$"""{"users":["{{Vikram.Id}}"]}""");
        var north = await Make("North's", list, $$"""{"groups":["{{group}}"]}""");
        var all = await Make("All's", list, """{"everyone":true}""");

        Assert.Equal([all, mine, north, shared], await Seen(Anita, list));
        Assert.Equal([all, north, shared], await Seen(Vikram, list));
        Assert.Equal([all], await Seen(Other, list));
        Assert.Equal([all, north, shared], await Seen(server.Looker("admin"), list));

        await server.Ok(Vikram, HttpMethod.Put, $"{Views}/{shared}/place", """{"isPinned":true,"position":1}""");
        Assert.Equal([shared, all, north], await Seen(Vikram, list));
        Assert.Equal([all, mine, north, shared], await Seen(Anita, list));
        Assert.Equal(HttpStatusCode.NotFound, (await server.As(Other, HttpMethod.Put, $"{Views}/{mine}/place", """{"isPinned":true}""")).Status);
    }

    [Fact]
    public async Task Only_its_maker_and_administrators_change_a_view_for_all()
    {
        var view = $"{Views}/{await Make("Hot leads", "leads", """{"everyone":true}""")}";

        var refused = await server.As(Vikram, HttpMethod.Patch, view, """{"sort":"-Score"}""");
        var deleted = await server.As(Vikram, HttpMethod.Delete, view);
        var updated = await server.Ok(server.Looker("admin"), HttpMethod.Patch, view, """{"sort":"-Score"}""");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(HttpStatusCode.Forbidden, deleted.Status);
        Assert.False((await server.Ok(Vikram, HttpMethod.Get, view)).GetProperty("mayChange").GetBoolean());
        Assert.Equal("-Score", updated.GetProperty("sort").GetString());
        Assert.Equal("-Score", (await server.Ok(Anita, HttpMethod.Get, view)).GetProperty("sort").GetString());
        var stale = await server.Send(HttpMethod.Patch, view, """{"sort":"Score"}""", ("If-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
    }

    [Theory]
    [InlineData("""{"name":"No list"}""", "list")]
    [InlineData("""{"list":"wishes","name":"Of no list"}""", "list")]
    [InlineData("""{"list":"opportunities:x","name":"Of no type"}""", "list")]
    [InlineData("""{"list":"leads","name":" "}""", "name")]
    [InlineData("""{"list":"leads","name":"a","layout":"cloud"}""", "layout")]
    [InlineData("""{"list":"leads","name":"a","sharedWith":{"users":["019a3f5c-7d20-7c11-9a64-2f0b8e5d4c31"]}}""", "sharedWith.users")]
    [InlineData("""{"list":"leads","name":"a","sharedWith":{"groups":["019a3f5c-7d20-7c11-9a64-2f0b8e5d4c31"]}}""", "sharedWith.groups")]
    public async Task What_is_no_view_is_refused_by_its_field(string body, string field)
    {
        var refused = await server.As(Anita, HttpMethod.Post, Views, body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains($"\"{field}\"", refused.Body, StringComparison.Ordinal);
    }

    private static string Id(JsonElement view) => view.GetProperty("id").GetString()!;

    private async Task<string> Make(string name, string list, string sharedWith) => Id(await server.Ok(
        Anita, HttpMethod.Post, Views, $$"""{"list":"{{list}}","name":"{{name}}","sharedWith":{{sharedWith}}}"""));

    private async Task<List<string>> Seen(Person person, string list) =>
    [
        .. (await server.Ok(person, HttpMethod.Get, $"{Views}?list={list}")).GetProperty("views").EnumerateArray().Select(Id),
    ];
}
