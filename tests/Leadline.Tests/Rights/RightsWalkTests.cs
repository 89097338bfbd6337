using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Tests.Contracts;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Rights;

/// <summary>
/// Every operation of every described surface, called by a user who sees only what is the user's own, with the ids,
/// address and number of a stranger's records wherever a name asks for one: no answer tells of any of them, and none of
/// them changes.
/// </summary>
public sealed class RightsWalkTests(RightsServer server) : IClassFixture<RightsServer>
{
    private static readonly string[] Surfaces = ["leadline", "leadsquared", "servicecrm", "ispcrm"];

    [Fact]
    public async Task No_answer_tells_of_a_strangers_records()
    {
        var before = await Standing();

        var (leaks, calls) = await Walk(server.Looker("own"));

        Assert.True(calls > 400, $"Only {calls} calls were made.");
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Take(20)) + $"\n{leaks.Count} of {calls}");
        Assert.Equal(before, await Standing());

        // The same calls tell an administrator a lot: what names mean is well chosen.
        var (told, _) = await Walk(server.Looker("admin"));
        Assert.True(told.Count > 50, $"Only {told.Count} calls tell an administrator anything.");
    }

    private async Task<(List<string> Tells, int Calls)> Walk(Person looker)
    {
        var (tells, calls) = (new List<string>(), 0);
        foreach (var operation in Surfaces.SelectMany(Operations).OrderBy(operation => operation.Reads ? 0 : 1))
            foreach (var request in Requests(operation))
            {
                calls++;
                var answer = await server.As(looker, request.Method, request.Path, request.Body);
                if (Told(answer.Body, request) is { } told)
                    tells.Add(
                        $"{request.Method} {request.Path} {request.Body}\n    tells of {told}: {answer.Body[..Math.Min(300, answer.Body.Length)]}");
            }

        return (tells, calls);
    }

    /// <summary>What of the stranger's an answer tells that the request did not say.</summary>
    private string? Told(string body, Request request)
    {
        if (Regex.Match(body, "Hidden[a-z -]*stranger") is { Success: true } text)
            return text.Value;
        return server.Stranger.Ids.FirstOrDefault(id =>
            body.Contains(id, StringComparison.OrdinalIgnoreCase)
            && !$"{request.Path}{request.Body}".Contains(id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The stranger's records as an administrator reads them.</summary>
    private async Task<string> Standing()
    {
        var (admin, of) = (server.Looker("admin"), server.Stranger);
        var read = new List<string>();
        foreach (var path in new[]
                 {
                     $"leads/{of.Lead}", $"tasks/{of.Task}", $"notes/{of.Note}", $"lists/{of.List}", $"lists/{of.List}/count",
                     $"companies/{of.Company}", $"companies/{of.Company}/activities", $"sales/{of.Sale}", $"tickets/{of.Ticket}",
                     $"leads/{of.Lead}/notes",
                 })
            read.Add((await server.Ok(admin, HttpMethod.Get, $"/leadline/v1/{path}")).GetRawText());
        read.Add((await server.Ok(admin, HttpMethod.Post, $"/v2/ProspectActivity.svc/Retrieve?leadId={of.Lead}", "{}")).GetRawText());
        read.Add((await server.Ok(
            admin, HttpMethod.Get, $"/v2/OpportunityManagement.svc/GetOpportunityDetails?OpportunityId={of.Opportunity}")).GetRawText());
        return string.Join('\n', read);
    }

    /// <summary>
    /// An operation once for each kind of record that an ambiguous name may mean: bare, with its whole body, and with
    /// what of it means something of the stranger's.
    /// </summary>
    private IEnumerable<Request> Requests(Operation operation)
    {
        var meanings = operation.Names().Any(name => name.Equals("id", StringComparison.OrdinalIgnoreCase))
            ? server.Stranger.Ids.Append(server.Stranger.Ticket)
            : [server.Stranger.Lead];
        foreach (var id in meanings)
        {
            var path = operation.Path;
            foreach (var name in operation.PathNames)
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(Meant(name, id) ?? "1"), StringComparison.Ordinal);
            var query = operation.QueryNames.Where(name => Meant(name, id) is not null)
                .Select(name => $"{name}={Uri.EscapeDataString(Meant(name, id)!)}").ToList();
            if (query.Count > 0 || operation.Body is not null)
                yield return new Request(operation.Method, path, operation.Body is null ? null : "{}");
            if (query.Count > 0)
                path = $"{path}?{string.Join('&', query)}";
            yield return new Request(operation.Method, path, Filled(operation.Body, "", id, whole: true)?.ToJsonString());
            if (operation.Body is not null)
                yield return new Request(
                    operation.Method, path, (Filled(operation.Body, "", id, whole: false) ?? new JsonObject()).ToJsonString());
        }
    }

    private JsonNode? Filled(JsonNode? node, string name, string id, bool whole) => node switch
    {
        JsonObject members => Some(new JsonObject(
            from member in members
            let filled = Filled(member.Value, member.Key, id, whole)
            where filled is not null
            select KeyValuePair.Create(member.Key, (JsonNode?)filled))),
        JsonArray items => Some(new JsonArray(
            [.. items.Select(item => Filled(item, name, id, whole)).Where(item => item is not null)])),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && Meant(name, id) is { } meant => meant,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && Meant(name, id) is { } meant
            && long.TryParse(meant, out var number) => number,
        _ => whole ? node?.DeepClone() : null,
    };

    private static JsonNode? Some(JsonNode node) => node is JsonArray { Count: 0 } or JsonObject { Count: 0 } ? null : node;

    /// <summary>What of the stranger's a name means; null where it means nothing of anybody's.</summary>
    private string? Meant(string name, string id)
    {
        var of = server.Stranger;
        return name.ToUpperInvariant() switch
        {
            "ID" => id,
            "LEAD" or "LEADID" or "LEADIDS" or "MASTERID" or "CHILDID" or "CHILDREN" or "PROSPECTID" or "RELATEDPROSPECTID" or "RELATEDID" or "RELATEDENTITYID" or "ENTITYID" => of.Lead,
            "LEADNUMBER" or "PROSPECTAUTOID" => of.LeadNumber,
            "LEAD_ID" => of.Subscriber,
            "EMAIL" or "EMAILADDRESS" or "KEY" or "VALUE" or "LOOKUPVALUE" or "SEARCHBYVALUE" or "SEARCH" or "WORDS" => of.Email,
            "PHONE" or "MOBILE" or "SOURCENUMBER" or "DESTINATIONNUMBER" => of.Phone,
            "FIELD" or "LOOKUPNAME" or "SEARCHBY" or "SEARCHBYKEY" or "LEADIDENTIFIER" => "EmailAddress",
            "OPERATOR" or "SQLOPERATOR" => "=",
            "ACTIVITY" or "ACTIVITYID" or "PROSPECTACTIVITYID" => of.Activity,
            "ACTIVITYEVENT" or "EVENTCODE" => server.ActivityCode,
            "OPPORTUNITY" or "OPPORTUNITYID" or "PROSPECTOPPORTUNITYID" => of.Opportunity,
            "TASK" or "TASKID" or "USERTASKID" or "TASKIDS" => of.Task,
            "NOTE" or "NOTEID" or "PROSPECTNOTEID" => of.Note,
            "FILE" or "FILEID" => of.File,
            "LIST" or "LISTID" => of.List,
            "COMPANY" or "COMPANYID" => of.Company,
            "SALE" or "SALEID" or "SALESACTIVITYID" => of.Sale,
            "TICKET" => of.Ticket,
            "RECORD" => $"leads/{of.Lead}",
            "TICKETID" or "RELATEDTICKETID" => of.TicketId,
            "USER" or "USERID" or "USERIDS" or "OWNER" or "OWNERID" => server.Looker("stranger").Id,
            "ORGID" => server.Credentials.OrgId,
            "FROMDATE" or "FROM" => "2020-01-01 00:00:00",
            "TODATE" or "TO" => DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static IEnumerable<Operation> Operations(string surface)
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(Snapshot.Folder, "OpenApi", $"{surface}.json")))!;
        foreach (var (path, methods) in document["paths"]!.AsObject())
            foreach (var (method, description) in methods!.AsObject())
            {
                var parameters = (description!["parameters"]?.AsArray() ?? [])
                    .Where(parameter => parameter!["name"] is not null)
                    .ToLookup(parameter => (string)parameter!["in"]!, parameter => (string)parameter!["name"]!);
                yield return new Operation(
                    new HttpMethod(method.ToUpperInvariant()),
                    path,
                    [.. parameters["path"]],
                    [.. parameters["query"].Where(name => name is not ("after" or "limit" or "accessKey" or "secretKey"))],
                    description["requestBody"]?["content"]?["application/json"]?["example"]);
            }
    }

    private sealed record Operation(
        HttpMethod Method, string Path, IReadOnlyList<string> PathNames, IReadOnlyList<string> QueryNames, JsonNode? Body)
    {
        /// <summary>By its name; those that do not come last, so that they leave something to read.</summary>
        public bool Reads =>
            !Path.Contains("Delete", StringComparison.Ordinal)
            && (Method == HttpMethod.Get || Path.Contains("etrieve", StringComparison.Ordinal)
                || Path.Contains("Get", StringComparison.Ordinal) || Path.Contains("earch", StringComparison.Ordinal)
                || Path.Contains("filter", StringComparison.Ordinal));

        public IEnumerable<string> Names() => [.. PathNames, .. QueryNames, .. NamesIn(Body)];

        private static IEnumerable<string> NamesIn(JsonNode? node) => node switch
        {
            JsonObject members => members.SelectMany(member => NamesIn(member.Value).Prepend(member.Key)),
            JsonArray items => items.SelectMany(NamesIn),
            _ => [],
        };
    }

    private sealed record Request(HttpMethod Method, string Path, string? Body);
}
