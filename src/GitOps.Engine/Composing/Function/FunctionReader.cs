using GitOps.Model.Names;
using GitOps.Model.Serverless;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing.Function;

/// <summary>Decides which folders of the <c>functions</c> repository are deployed, and whether they can be.</summary>
internal sealed class FunctionReader(CompositionSettings settings)
{
    /// <summary>Functions that an environment may have.</summary>
    public const int MaxFunctions = 50;

    // Variables that the runtime images read themselves.
    private static readonly string[] Reserved = ["FUNC_", "KUBELESS_", "MOD_NAME"];

    private readonly FunctionRuntimes _runtimes = new(settings);

    /// <summary>Whether this system deploys the function: a provider is chosen, the file defines a function, and it is not meant for somebody else's cloud.</summary>
    public static bool IsDeployed(ServerlessService service, CompositionSettings settings) =>
        settings.FunctionsProvider != FunctionsProvider.None && service.Functions.Count > 0 && service.Provider is null or "kubeless" or "deployment";

    /// <summary>All that can be deployed. What cannot, though it should, is a problem.</summary>
    public IEnumerable<FunctionDefinition> Read(ComposingContext context)
    {
        var services = context.Documents.Services.Where(service => IsDeployed(service, settings)).ToList();
        if (services.Count > MaxFunctions)
        {
            context.Problems.Add("functions", "$", $"Holds {services.Count} functions; an environment may have {MaxFunctions}.");
            yield break;
        }
        foreach (var same in services.GroupBy(service => service.Service, StringComparer.Ordinal).Where(same => same.Count() > 1))
            context.Problems.Add(same.Last().File, "$.service", $"There is a function '{same.Key}' already, in {same.First().File}.");
        foreach (var service in services)
        {
            if (Read(service, context) is { } function) yield return function;
        }
    }

    private FunctionDefinition? Read(ServerlessService service, ComposingContext context)
    {
        var problems = context.Problems;
        if (DnsLabel.Violation(service.Service, ObjectNames.MaxLabelLength) is { } violation)
        {
            problems.Add(service.File, "$.service", $"The name of a function becomes part of a host name, but it {violation}.");
            return null;
        }
        if (service.Functions.Count > 1)
        {
            problems.Add(service.File, "$.functions", $"Defines {service.Functions.Count} functions; a folder holds one. Give each a folder of its own.");
            return null;
        }
        var function = service.Functions[0];
        var runtime = FindRuntime(service, problems);
        var code = FunctionCode.Of(service, context.Snapshot.Functions, problems);
        var dot = function.Handler?.LastIndexOf('.') ?? -1;
        if (dot < 1 || dot == function.Handler!.Length - 1)
        {
            problems.Add(new Problem(service.File, $"{function.Source.GetPath()}.handler", "The handler must name a file and what of it is called.") { Hint = "Such as handler.hello for the export 'hello' of handler.js." });
            return null;
        }
        var module = function.Handler[..dot];
        if (code is not null && !code.Any(file => Path.ChangeExtension(file.Key, null) == module))
        {
            problems.Add(service.File, $"{function.Source.GetPath()}.handler", $"There is no file '{module}' with an extension in functions/{service.Folder}.");
            return null;
        }
        foreach (var (name, _) in function.Variables.Where(variable => Reserved.Any(reserved => variable.Key.StartsWith(reserved, StringComparison.Ordinal))))
            problems.Add(service.File, $"{function.Source.GetPath()}.environment", $"The variable '{name}' is the runtime's own.");
        return runtime is null || code is null ? null : new FunctionDefinition(service, runtime, module, function.Handler[(dot + 1)..], function.Variables, code);
    }

    private FunctionRuntime? FindRuntime(ServerlessService service, ProblemList problems)
    {
        if (service.Runtime is not { } name || !_runtimes.TryFind(name, out var runtime))
        {
            problems.Add(new Problem(service.File, "$.provider.runtime", service.Runtime is null ? "The runtime is missing." : $"There is no runtime '{Shorten(service.Runtime)}'.")
            {
                Hint = $"One of {string.Join(", ", _runtimes.Names)}.",
            });
            return null;
        }
        if (!runtime.IsCompiled || runtime.IsOwnImage || settings.FunctionsProvider == FunctionsProvider.Kubeless) return runtime;
        problems.Add(new Problem(service.File, "$.provider.runtime", $"Code of {runtime.Name} must be compiled, and there is no image that does so.")
        {
            Hint = $"An operator gives one: FUNCTION_RUNTIMES={runtime.Name}=<image that compiles {FunctionPods.CodePath} and serves it>.",
        });
        return null;
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
