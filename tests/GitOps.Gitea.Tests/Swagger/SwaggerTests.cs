using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using GitOps.Gitea.Tests.Recordings;
using GitOps.Testing;
using RestEase;

namespace GitOps.Gitea.Tests.Swagger;

/// <summary>
/// Every declared call against Gitea's own description of its API, read where it lies beside the checkout. Where it is
/// missing there are no cases, and the one test that says so.
/// </summary>
public sealed class SwaggerTests
{
    private static readonly string Path = RepositoryRoot.Combine("..", "shared", "gitea", "swagger-v1.json");

    private static readonly JsonElement? Document = Read();

    private static IEnumerable<MethodInfo> Methods => Document is null ? [] : RecordedCall.DeclaredMethods;

    [Test]
    public void Description_WhereItLies_IsUsed()
    {
        TestContext.Out.WriteLine(Document is null ? $"No description at {Path}: the declared calls are not compared with it." : $"Compared with {Path}.");
        Assert.That(Document is not null, Is.EqualTo(File.Exists(Path)));
    }

    [TestCaseSource(nameof(Methods))]
    public void DeclaredCall_InTheDescription_HasItsParametersAndBody(MethodInfo method)
    {
        var request = method.GetCustomAttribute<RequestAttribute>()!;
        var operation = Operation(request);
        Assert.That(operation, Is.Not.Null, $"{request.Method} /{request.Path} is described");
        var parameters = operation!.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray().Select(Resolve).ToList() : [];
        var queries = parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(Name).ToHashSet();
        var body = parameters.FirstOrDefault(parameter => parameter.GetProperty("in").GetString() == "body");

        using (Assert.EnterMultipleScope())
        {
            foreach (var parameter in method.GetParameters())
            {
                if (parameter.GetCustomAttribute<QueryAttribute>() is { } query)
                {
                    Assert.That(queries, Does.Contain(query.Name ?? parameter.Name), "the query is described");
                }

                if (parameter.GetCustomAttribute<BodyAttribute>() is not null)
                {
                    Assert.That(Members(parameter.ParameterType), Is.SubsetOf(Described(body)), "the body's members are described");
                }
            }
        }
    }

    private static JsonElement? Operation(RequestAttribute request)
    {
        var wanted = Shape($"/{request.Path}");
        foreach (var path in Document!.Value.GetProperty("paths").EnumerateObject())
        {
            if (Shape(path.Name) == wanted && path.Value.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var operation))
            {
                return operation;
            }
        }

        return null;
    }

    private static string Shape(string path) => Regex.Replace(path, "{[^}]+}", "{}");

    private static string? Name(JsonElement parameter) => parameter.GetProperty("name").GetString();

    private static IEnumerable<string> Members(Type type) =>
        from property in type.GetProperties()
        where property.GetCustomAttribute<JsonIgnoreAttribute>() is null
        select property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static List<string> Described(JsonElement body) =>
        [.. Resolve(body.GetProperty("schema")).GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    private static JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
        {
            return element;
        }

        var at = Document!.Value;
        foreach (var part in reference.GetString()!.TrimStart('#', '/').Split('/'))
        {
            at = at.GetProperty(part);
        }

        return at;
    }

    private static JsonElement? Read()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(Path));
        return document.RootElement.Clone();
    }
}
