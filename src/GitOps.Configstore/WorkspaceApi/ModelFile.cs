using System.Text.Json.Nodes;
using GitOps.Model.LoopBack;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>A file that defines a model.</summary>
/// <param name="Path">Where it lies in the repository.</param>
/// <param name="Facet"><c>common</c> or <c>server</c>: the folder that <c>models</c> is in.</param>
/// <param name="Root">Its content, free to be changed.</param>
internal sealed record ModelFile(string Path, string Facet, JsonObject Root)
{
    public const string Folder = "/models/";

    /// <summary>Empty when the file names no model.</summary>
    public string Name => Text(Root, "name") ?? "";

    /// <summary>How loopback-workspace calls it.</summary>
    public string Id => $"{Facet}.{Name}";

    /// <summary>Where its code lies.</summary>
    public string Script => System.IO.Path.ChangeExtension(Path, ".js");

    /// <summary>How problems name it.</summary>
    public string File => Workspace.FileOf(Path);

    public static string FileName(string model) => ModelName.ToFileName(model) + ".json";
}
