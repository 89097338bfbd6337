using Leadline.Surfaces;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>What a document says of one route.</summary>
internal static class OperationDocument
{
    private static readonly string[] Prefixes = ["api", "leadline", "v1", "v2", "1"];

    private static readonly Dictionary<string, string> PathParameters = new()
    {
        ["activity"] = "The id of an activity.",
        ["address"] = "An e-mail address.",
        ["answer"] = "The id of a canned answer.",
        ["campaign"] = "The id of a campaign.",
        ["code"] = "The code of an opportunity type.",
        ["company"] = "The id of a company.",
        ["connector"] = "The name of the connector.",
        ["conversation"] = "The number of a message.",
        ["email"] = "The id of a mail to a lead.",
        ["emailTemplate"] = "The id of a template of mails.",
        ["delivery"] = "The id of a delivery.",
        ["file"] = "The id of a file.",
        ["group"] = "The id of a sales group.",
        ["id"] = "The definition's id.",
        ["importId"] = "The id of an import.",
        ["job"] = "The id of a change of many leads.",
        ["key"] = "The public half of a key.",
        ["kind"] = "The kind of record that a draft is for, e.g. tickets.",
        ["lead"] = "The id of a lead.",
        ["list"] = "The id of a list.",
        ["macro"] = "The id of a macro.",
        ["mailboxId"] = "The mailbox's id.",
        ["mail"] = "The id of a mail of the list.",
        ["mode"] = "The way of writing that a draft is for, e.g. reply.",
        ["name"] = "The schema name of a dropdown.",
        ["note"] = "The id of a note.",
        ["opportunity"] = "The id of an opportunity.",
        ["notification"] = "The id of a notification.",
        ["orgId"] = "The account's number.",
        ["passkey"] = "The id of a passkey.",
        ["plan"] = "The number of a plan.",
        ["portalId"] = "The portal's id.",
        ["product"] = "The id of a product.",
        ["provider"] = "The id of a provider that users sign in at.",
        ["record"] = "The record that a draft is for, e.g. 157 or new.",
        ["request"] = "The id of a request about personal data.",
        ["requestId"] = "The id of an asynchronous request.",
        ["sale"] = "The id of a sale.",
        ["schemaName"] = "The schema name of a field.",
        ["session"] = "The id of a session.",
        ["row"] = "The id of a row.",
        ["table"] = "The id of a table.",
        ["task"] = "The id of a task.",
        ["taskType"] = "The id of a task type.",
        ["template"] = "The id of a permission template.",
        ["ticket"] = "A ticket's number or its id.",
        ["ticketId"] = "A ticket's number or its GUID.",
        ["token"] = "The connector's token, or the one of a link.",
        ["tokenId"] = "The token's id.",
        ["typeId"] = "1.",
        ["user"] = "A user's id or e-mail address.",
        ["view"] = "The id of a saved view.",
        ["webhook"] = "The id of a webhook.",
    };

    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var route = context.Description;
        var metadata = route.ActionDescriptor.EndpointMetadata;
        var description = metadata.OfType<OperationDescription>().LastOrDefault();
        var segments = route.RelativePath!.Split('/');

        operation.OperationId =
            $"{route.HttpMethod}-{string.Join('-', segments.Select(segment => segment.Trim('{', '}')))}";
        operation.Summary = description?.Summary;
        operation.Description = $"{description?.Summary}.";
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(segments), context.Document) };
        operation.Parameters =
        [
            .. segments
                .Where(segment => segment.StartsWith('{'))
                .Select(segment => PathParameter(segment.Trim('{', '}'))),
            .. (description?.Query ?? []).Select(QueryParameter),
        ];
        if (metadata.OfType<MostItems>().LastOrDefault() is { } most
            && operation.RequestBody?.Content?[OperationDescriptions.Json].Schema is OpenApiSchema list)
            list.MaxItems = most.Count;
        var isAnonymous = metadata.OfType<IAllowAnonymous>().Any();
        AddErrors(operation, context, isAnonymous);
        if (HttpMethods.IsPost(route.HttpMethod!) && !isAnonymous)
            AddIdempotency(operation, context);

        // An empty list takes back what the document asks of every call.
        if (isAnonymous)
            operation.Security = [];
        else if (metadata.OfType<SecurityRequirement>().LastOrDefault() is { } known)
            operation.Security = SurfaceSchemas.Requirements(known.Lines, context.Document);
        return Task.CompletedTask;
    }

    private static void AddErrors(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, bool isAnonymous)
    {
        var error = new OpenApiResponseReference(SurfaceSchemas.Error, context.Document);
        operation.Responses ??= [];
        operation.Responses.Remove("404");
        operation.Responses["400"] = error;
        if (!isAnonymous)
            operation.Responses["401"] = error;
        operation.Responses["429"] = error;
        operation.Responses["default"] = error;
        if (operation.Responses.TryGetValue("200", out var done) && done is OpenApiResponse answer)
            answer.Description = "Done.";
        if (operation.Responses.TryGetValue("202", out var taken) && taken is OpenApiResponse later)
            later.Description = "Taken in, to be done.";
    }

    private static void AddIdempotency(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Parameters!.Add(new OpenApiParameterReference(SurfaceGate.IdempotencyHeader, context.Document));
        foreach (var status in new[] { "200", "202" })
            if (operation.Responses!.TryGetValue(status, out var done) && done is OpenApiResponse answer)
                answer.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    [SurfaceGate.ReplayedHeader] =
                        new OpenApiHeaderReference(SurfaceGate.ReplayedHeader, context.Document),
                };
    }

    private static string TagOf(string[] segments) =>
        segments.FirstOrDefault(segment => !Prefixes.Contains(segment, StringComparer.OrdinalIgnoreCase)
            && !segment.StartsWith('{')) ?? segments[0];

    private static OpenApiParameter PathParameter(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = PathParameters[name],
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiParameter QueryParameter(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
