using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GitOps.Configstore.Access;

/// <summary>
/// Writes into the OpenAPI document who may call what, from what <see cref="AccessDoor"/> goes by: <c>x-access</c> is <c>public</c> or a
/// <see cref="Permission"/>, <c>x-access-pods</c> says that pods of the producer may call, too.
/// </summary>
internal sealed class AccessDescription : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (metadata, path) = (context.Description.ActionDescriptor.EndpointMetadata, context.Description.RelativePath ?? "");
        var isOfAProducer = path.Contains("{name}", StringComparison.Ordinal) || path.Contains("{producer}", StringComparison.Ordinal);
        var access = metadata.OfType<IAllowAnonymous>().Any()
            ? "public"
            : RequiredAccess.Of(metadata.OfType<RequiredAccess>().LastOrDefault(), isOfAProducer, context.Description.HttpMethod ?? HttpMethods.Get).ToString().ToLowerInvariant();
        operation.AddExtension("x-access", new JsonNodeExtension(JsonValue.Create(access)));
        if (metadata.OfType<OpenToPods>().Any()) operation.AddExtension("x-access-pods", new JsonNodeExtension(JsonValue.Create(true)));
        return Task.CompletedTask;
    }
}
