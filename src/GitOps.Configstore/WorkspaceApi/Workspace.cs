using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Producers;
using GitOps.Model.Json;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// A LoopBack project as its files say it, to be read or changed: data sources, model configs and model definitions. A file is
/// opened when something in it is asked for; one that cannot be read is a refusal, never an empty result.
/// </summary>
internal sealed class Workspace(RepositorySnapshot dev)
{
    public const string DataSourcesFile = "server/datasources.json";
    public const string ModelConfigFile = "server/model-config.json";
    public const string PackageFile = "package.json";
    public const string Server = "server";
    public const string Common = "common";

    private readonly Dictionary<string, JsonFile> _files = new(StringComparer.Ordinal);
    private readonly List<Func<RepositoryDraft, CancellationToken, ValueTask>> _moves = [];
    private List<ModelFile>? _models;

    /// <summary>Data sources by name.</summary>
    public JsonObject DataSources => Open(DataSourcesFile, () => []).Root;

    /// <summary>What <c>server/model-config.json</c> says of each model; what begins with an underscore is LoopBack's own.</summary>
    public JsonObject ModelConfigs => Open(ModelConfigFile, NewModelConfig).Root;

    /// <summary>Every file that defines a model, those of <c>common</c> first.</summary>
    public IReadOnlyList<ModelFile> Models => _models ??= OpenModels();

    /// <summary>The definition of a model; null when there is none. A name means one model, whichever folder it is in.</summary>
    public ModelFile? FindModel(string name) => Models.FirstOrDefault(model => model.Name == name);

    /// <summary>Adds a file that defines a model, and its script if there is none.</summary>
    /// <exception cref="EditRefusedException">Its file is there already.</exception>
    public ModelFile AddModel(string facet, string name)
    {
        var path = FreePath(facet, name);
        var file = JsonFile.Create([]);
        file.Root["name"] = name;
        var model = new ModelFile(path, facet, file.Root);
        OpenModelsForChange().Add(model);
        _files[path] = file;
        _moves.Add((draft, _) =>
        {
            if (!draft.Exists(model.Script)) draft.Write(model.Script, ModelScript.Of(name));
            return ValueTask.CompletedTask;
        });
        return model;
    }

    /// <summary>Moves a model's files to where they belong by its new name.</summary>
    /// <exception cref="EditRefusedException">There is a file already.</exception>
    public ModelFile MoveModel(ModelFile model, string name)
    {
        var models = OpenModelsForChange();
        var path = model.Facet + ModelFile.Folder + ModelFile.FileName(name);
        if (path == model.Path) return model;
        var moved = model with { Path = FreePath(model.Facet, name) };
        models[models.IndexOf(model)] = moved;
        _files.Remove(model.Path, out var file);
        _files[moved.Path] = file!;
        _moves.Add(async (draft, cancellation) =>
        {
            draft.Delete(model.Path);
            draft.Write(moved.Path, file!.ToText());
            if (await draft.ReadBytesAsync(model.Script, cancellation) is not { } script) return;
            if (draft.Exists(moved.Script)) throw AlreadyThere(moved.Script);
            draft.WriteBytes(moved.Script, script);
            draft.Delete(model.Script);
        });
        return moved;
    }

    /// <summary>Removes a model's files.</summary>
    public void RemoveModel(ModelFile model)
    {
        OpenModelsForChange().Remove(model);
        _files.Remove(model.Path);
        _moves.Add((draft, _) =>
        {
            foreach (var path in (string[])[model.Path, model.Script])
            {
                if (draft.Exists(path)) draft.Delete(path);
            }
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Has the project depend on a package, unless its <c>package.json</c> names that already. Without such a file nothing is installed, so nothing is done.</summary>
    /// <exception cref="EditRefusedException">When written: the file cannot be read.</exception>
    public void DependOn(string package, string version) => _moves.Add(async (draft, cancellation) =>
    {
        if (await draft.ReadAsync(PackageFile, cancellation) is not { } text) return;
        var problems = new ProblemList();
        var file = JsonFile.Open(text, FileOf(PackageFile), problems) ?? throw new EditRefusedException(problems.Problems);
        if (((string[])["dependencies", "optionalDependencies"]).Any(member => file.Root[member] is JsonObject named && named.ContainsKey(package))) return;
        if (file.Root["dependencies"] is not JsonObject dependencies) file.Root["dependencies"] = dependencies = [];
        dependencies[package] = version;
        draft.Write(PackageFile, file.ToText());
    });

    /// <summary>Writes what was changed into a draft of the commit that this was read from.</summary>
    public async ValueTask WriteToAsync(RepositoryDraft draft, CancellationToken cancellation)
    {
        foreach (var (path, file) in _files)
        {
            if (file.IsChanged) draft.Write(path, file.ToText());
        }
        foreach (var move in _moves) await move(draft, cancellation);
    }

    /// <summary>How problems name a file of this repository.</summary>
    public static string FileOf(string path) => $"{RepositoryLayout.NameOf(RepositoryRole.Dev)}/{path}";

    private string FreePath(string facet, string name)
    {
        var path = facet + ModelFile.Folder + ModelFile.FileName(name);
        // A file that names no model is somebody's all the same; it is open since the models were looked for.
        return Models.Any(model => model.Path == path) || _files.ContainsKey(path) ? throw AlreadyThere(path) : path;
    }

    private static EditRefusedException AlreadyThere(string path) => new(
        FileOf(path), "$.name", "is not unique: the file that this name leads to is there already", "Take a name that differs in more than case and hyphens.");

    private JsonFile Open(string path, Func<JsonObject> create)
    {
        if (_files.TryGetValue(path, out var known)) return known;
        var problems = new ProblemList();
        problems.AddRange(dev.Problems.Where(problem => problem.File == FileOf(path)));
        var file = !problems.IsEmpty ? null
            : dev.Documents.TryGetValue(path, out var text) ? JsonFile.Open(text, FileOf(path), problems)
            : JsonFile.Create(create());
        return _files[path] = file ?? throw new EditRefusedException(problems.Problems);
    }

    private List<ModelFile> OpenModelsForChange() => _models ??= OpenModels();

    private List<ModelFile> OpenModels()
    {
        var unreadable = dev.Problems.Where(problem => Facets.Any(facet => problem.File.StartsWith(FileOf(facet + ModelFile.Folder), StringComparison.Ordinal))).ToList();
        if (unreadable.Count > 0) throw new EditRefusedException(unreadable);
        return
        [
            .. from facet in Facets
               from path in dev.Documents.Keys.Order(StringComparer.Ordinal)
               where path.StartsWith(facet + ModelFile.Folder, StringComparison.Ordinal)
               let model = new ModelFile(path, facet, Open(path, () => []).Root)
               where model.Name.Length > 0
               select model,
        ];
    }

    /// <summary>Folders in which a project has models.</summary>
    public static readonly IReadOnlyList<string> Facets = [Common, Server];

    private static JsonObject NewModelConfig() => new()
    {
        ["_meta"] = new JsonObject
        {
            ["sources"] = new JsonArray("loopback/common/models", "loopback/server/models", "../common/models", "./models"),
            ["mixins"] = new JsonArray("loopback/common/mixins", "loopback/server/mixins", "../common/mixins", "./mixins"),
        },
    };
}
