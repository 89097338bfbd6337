using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Leadline.Docs;

/// <summary>
/// Tells the generator of OpenAPI documents of the bodies that routes read. The framework's own way, Accepts, would
/// have the router refuse calls by their Content-Type, which clients get wrong.
/// </summary>
internal sealed class DescribedBodies : IApiDescriptionProvider
{
    /// <summary>After the framework's, which finds the routes.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var route in context.Results)
        {
            var description = route.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().LastOrDefault();
            if (description?.Body is not { } type)
                continue;
            route.ParameterDescriptions.Add(
                new ApiParameterDescription
                {
                    Name = "body",
                    Type = type,
                    Source = BindingSource.Body,
                    IsRequired = true,
                });
            var types = route.ActionDescriptor.EndpointMetadata.OfType<BodyTypes>().LastOrDefault()?.MediaTypes;
            foreach (var mediaType in types ?? [OperationDescriptions.Json])
                route.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = mediaType });
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}
