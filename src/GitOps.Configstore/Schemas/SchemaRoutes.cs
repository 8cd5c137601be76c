using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.Model.Json;
using GitOps.Model.Schemas;

namespace GitOps.Configstore.Schemas;

/// <summary><c>GET /schemas/</c>: which documents have a JSON Schema (2020-12); <c>GET /schemas/{name}.json</c>: one of them.</summary>
public static class SchemaRoutes
{
    private const string Type = "application/schema+json";

    public static IEndpointRouteBuilder MapSchemas(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/schemas", List).WithSummary("The JSON Schemas of the documents").Produces<JsonObject>().AllowAnonymous();
        routes.MapGet("/schemas/{name}.json", Get).WithSummary("The JSON Schema (2020-12) of a document").Produces<JsonObject>(contentType: Type).ProducesProblem(StatusCodes.Status404NotFound).AllowAnonymous();
        return routes;
    }

    private static IResult List(ConfigstoreSettings settings)
    {
        var folder = Folder(settings);
        var items = DocumentSchemas.Names.Select(name => (JsonNode)new JsonObject
        {
            ["name"] = name,
            ["title"] = DocumentSchemas.Get(name, folder)["title"]?.DeepClone(),
            ["url"] = new Uri(folder, $"{name}.json").ToString(),
        });
        return Results.Text(new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString(StrictJson.Writing), "application/json");
    }

    private static IResult Get(HttpContext context, string name, ConfigstoreSettings settings)
    {
        if (!DocumentSchemas.Names.Contains(name)) return Answers.NotFound($"There is no schema '{name}'; there are {string.Join(", ", DocumentSchemas.Names)}.");
        var text = DocumentSchemas.Get(name, Folder(settings)).ToJsonString(StrictJson.Writing);
        // Any page may read what describes a format, such as an editor in a browser.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return Answers.IsNotModified(context, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32])
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Text(text, Type);
    }

    private static Uri Folder(ConfigstoreSettings settings) => new($"{settings.PublicUrl.ToString().TrimEnd('/')}/schemas/");
}
