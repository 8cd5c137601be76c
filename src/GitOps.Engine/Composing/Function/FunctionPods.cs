using System.Globalization;
using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Function;

/// <summary>
/// What runs in the pods of a function, after the contract of Kubeless' runtime images: the code lies in <c>/kubeless</c>, variables
/// name module, export, port and time limit, and <c>/healthz</c> answers when it is ready.
/// </summary>
internal static class FunctionPods
{
    public const string CodePath = "/kubeless";

    private const string SourcePath = "/src";
    private const string SourceVolume = "source";
    private const string CodeVolume = "code";
    private const int TimeoutSeconds = 180;

    /// <summary>Keys of a config map cannot be paths, so each file gets a key of its own and its path in the volume.</summary>
    public static string KeyOf(int file) => string.Create(CultureInfo.InvariantCulture, $"f{file:000}");

    public static IReadOnlyList<Volume> Volumes(IReadOnlyList<KeyValuePair<string, string>> code) =>
    [
        new ConfigFilesVolume(SourceVolume, [.. code.Select((file, i) => KeyValuePair.Create(KeyOf(i), file.Key))]),
        new ScratchVolume(CodeVolume),
    ];

    /// <summary>Code comes to where packages can be installed beside it; a config map is read-only.</summary>
    public static IReadOnlyList<Container> InitContainers(FunctionDefinition function, CompositionSettings settings)
    {
        var copy = new Container
        {
            Name = "copy-code",
            Image = settings.GatewayInitImage,
            Command = ["sh", "-c", $"cp -rL {SourcePath}/. {CodePath}/"],
            Mounts = [new VolumeMount(SourceVolume, SourcePath, ReadOnly: true), new VolumeMount(CodeVolume, CodePath)],
        };
        if (function.Dependencies is null) return [copy];
        return
        [
            copy,
            new Container
            {
                Name = "install",
                Image = function.Runtime.InstallImage,
                Command = ["sh", "-c", function.Runtime.InstallCommand],
                Mounts = [new VolumeMount(CodeVolume, CodePath)],
            },
        ];
    }

    public static Container Container(FunctionDefinition function, ComposingContext context) => new()
    {
        Name = "function",
        Image = function.Runtime.Image,
        Readiness = new Probe { Port = FunctionRoutes.Port, HttpPath = "/healthz", InitialDelay = 3 },
        Environment = [.. Variables(function), .. Own(function, context)],
        Resources = context.Environment.ResourcesOf(ComponentKinds.Function),
        Ports = [new ContainerPort("http-function", FunctionRoutes.Port)],
        Mounts = [new VolumeMount(CodeVolume, CodePath)],
    };

    /// <summary>What the tenant adds: of <c>serverless.yml</c>, and over it of the environment's settings.</summary>
    public static IEnumerable<PlainVariable> Own(FunctionDefinition function, ComposingContext context)
    {
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // Taken as it is written: Kubernetes would resolve $(NAME).
        foreach (var (name, value) in function.Variables) own[name] = value.Replace("$", "$$", StringComparison.Ordinal);
        foreach (var variable in context.Environment.VariablesOf(ComponentKinds.Function)) own[variable.Name] = variable.Value;
        return own.Select(variable => new PlainVariable(variable.Key, variable.Value));
    }

    private static IEnumerable<PlainVariable> Variables(FunctionDefinition function)
    {
        yield return new PlainVariable("MOD_NAME", function.Module);
        yield return new PlainVariable("FUNC_HANDLER", function.Export);
        yield return new PlainVariable("FUNC_RUNTIME", function.Runtime.Name);
        yield return new PlainVariable("FUNC_TIMEOUT", TimeoutSeconds.ToString(CultureInfo.InvariantCulture));
        yield return new PlainVariable("FUNC_PORT", FunctionRoutes.Port.ToString(CultureInfo.InvariantCulture));
        yield return new PlainVariable("KUBELESS_INSTALL_VOLUME", CodePath);
        if (function.Runtime.LibraryPath is { } path) yield return new PlainVariable(path.Name, path.Value);
    }
}
