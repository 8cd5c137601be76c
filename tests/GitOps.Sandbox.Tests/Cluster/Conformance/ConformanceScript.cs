using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Http;

namespace GitOps.Sandbox.Tests.Cluster.Conformance;

/// <summary>
/// Requests to send to a server one after the other. In paths and bodies <c>{ns}</c> stands for the script's own namespace, and
/// <c>{name.uid}</c> and <c>{name.rv}</c> for those of the answer that was saved under the name.
/// </summary>
internal sealed record ConformanceScript(IReadOnlyList<ConformanceStep> Steps)
{
    public static ConformanceScript Read(string path)
    {
        var steps = (JsonArray)YamlConversion.ToJson(File.ReadAllBytes(path))!;
        return new ConformanceScript([.. steps.Select(step => ConformanceStep.Of((JsonObject)step!))]);
    }
}
