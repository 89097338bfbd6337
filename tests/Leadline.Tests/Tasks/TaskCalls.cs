using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Tasks;

/// <summary>The calls that the tests of tasks have in common.</summary>
internal static class TaskCalls
{
    public const string Service = "/v2/Task.svc/";

    public const string Own = "/leadline/v1/tasks";

    /// <summary>A body of Task.svc, with further members.</summary>
    public static string Body(string name, string type = "Meeting", string more = "") =>
        $$$"""{"Name":"{{{name}}}","TaskType":{"Name":"{{{type}}}"}{{{more}}}}""";

    public static string OnLead(string leadId, string more = "") => $$""","RelatedEntity":1,"RelatedEntityId":"{{leadId}}"{{more}}""";

    /// <summary>Makes a task by Task.svc; returns its id.</summary>
    public static async Task<string> NewTask(this TestServer server, string body)
    {
        var answer = await server.Post(Service + "Create", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Id;
    }

    /// <summary>Makes a task by Leadline's own API.</summary>
    public static Task<JsonElement> NewOwnTask(this TestServer server, string members) =>
        server.Post(Own, $$"""{{{members}}}""").Ok();

    /// <summary>A task as Retrieve.GetById prints it.</summary>
    public static async Task<JsonElement> Row(this TestServer server, string id) =>
        (await server.Get(Service + "Retrieve.GetById?id=" + id).Ok()).EnumerateArray().Single();

    public static Task<JsonElement> OwnTask(this TestServer server, string id) => server.Get($"{Own}/{id}").Ok();

    /// <summary>Makes a task type by Leadline's own API; returns its id.</summary>
    public static async Task<string> NewTaskType(this TestServer server, string members) =>
        (await server.Post("/leadline/v1/task-types", $$"""{{{members}}}""").Ok()).GetProperty("id").GetString()!;

    public static async Task<long> Count(this TestServer server, string sql, object? parameters = null)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return await connection.ExecuteScalarAsync<long>(sql, parameters);
    }

    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss");
}
