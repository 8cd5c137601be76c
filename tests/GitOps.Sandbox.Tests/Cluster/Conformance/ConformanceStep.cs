using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Tests.Cluster.Conformance;

/// <summary>One request.</summary>
/// <param name="Method">HTTP method, or WATCH for a watch of which so many events are read as <paramref name="Take"/> says.</param>
/// <param name="Type">Content type; null for JSON.</param>
/// <param name="Agent">User agent, from which the field manager follows where none is given.</param>
/// <param name="Save">Name under which uid and resource version of the answer are kept.</param>
internal sealed record ConformanceStep(string Method, string Path, string? Type, string Agent, string? Accept, JsonNode? Body, string? Save, int Take)
{
    private const string ApplyType = "application/apply-patch+yaml";

    public static ConformanceStep Of(JsonObject step)
    {
        var request = ((string)step["do"]!).Split(' ', 2);
        var apply = request[0] == "APPLY";
        return new ConformanceStep(apply ? "PATCH" : request[0], request[1], apply ? ApplyType : (string?)step["type"], (string?)step["agent"] ?? "conformance/1.0",
            (string?)step["accept"], step["body"]?.DeepClone(), (string?)step["save"], (int)((long?)step["take"] ?? 0));
    }
}
