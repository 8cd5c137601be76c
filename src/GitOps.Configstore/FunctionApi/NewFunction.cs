using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Names;
using GitOps.Model.Serverless;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>A function that is asked for: <c>{name,env,version,lunchbadger}</c>, as the predecessor's canvas sends it.</summary>
/// <param name="Name">A DNS label, which becomes the folder and the service.</param>
/// <param name="Language">What it is written in.</param>
/// <param name="Version">Of the language.</param>
/// <param name="LunchBadger">What the canvas knows it by; null when it is not on the canvas.</param>
internal sealed record NewFunction(string Name, FunctionLanguage Language, string Version, JsonObject? LunchBadger)
{
    private const string Request = "request";

    public string Runtime => Language.Name + Version;

    /// <summary>Reads a request's body; null, with every reason added, when it asks for nothing that can be made.</summary>
    public static NewFunction? TryRead(JsonObject body, ProblemList problems)
    {
        var name = Text(body["name"]);
        if (NameViolation(name) is { } violation) problems.Add(Request, "$.name", violation);
        var (found, reason) = ((Language: (FunctionLanguage?)null, Version: ""), "Expected a language, such as nodejs, or language and version, such as python3.12.");
        // The canvas sends the version apart, and as text; a number is as clear.
        if (Text(body["env"]) is { Length: > 0 } env && FunctionLanguages.TryFind(env, body["version"] is JsonValue version ? version.ToString() : null, out var known, out reason)) found = known;
        if (found.Language is null) problems.Add(Request, "$.env", reason);
        if (body["lunchbadger"] is not (null or JsonObject)) problems.Add(Request, "$.lunchbadger", "'lunchbadger' must be an object: {\"id\":…,\"itemOrder\":…}.");
        return problems.IsEmpty ? new NewFunction(name!, found.Language!, found.Version, (JsonObject?)body["lunchbadger"]) : null;
    }

    /// <summary>Why a text cannot be a function's name; null when it can.</summary>
    public static string? NameViolation(string? name) => DnsLabel.Violation(name, ObjectNames.MaxLabelLength) is { } violation
        ? $"The name of a function becomes part of the names of objects and hosts, but it {violation}."
        : null;

    /// <summary>Its <c>serverless.yml</c>.</summary>
    /// <param name="key">The environment that it is made in.</param>
    /// <param name="namespace">Kubernetes namespace, for clients that deploy by themselves.</param>
    public JsonObject Document(EnvironmentKey key, string @namespace)
    {
        var labels = new JsonObject { ["producer"] = key.Producer.Value };
        if (LunchBadger?["id"] is { } id) labels["id"] = id.DeepClone();
        labels["env"] = key.Environment.Value;
        labels["app"] = "kubeless-fn";
        var document = new JsonObject
        {
            ["service"] = Name,
            ["provider"] = new JsonObject { ["name"] = "kubeless", ["runtime"] = Runtime, ["namespace"] = @namespace },
            ["plugins"] = new JsonArray("serverless-kubeless"),
            ["functions"] = new JsonObject { [new ObjectNames(key).Function(Name)] = new JsonObject { ["handler"] = Language.Handler, ["labels"] = labels } },
        };
        if (LunchBadger is not null) document["lunchbadger"] = LunchBadger.DeepClone();
        return document;
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
