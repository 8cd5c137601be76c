using GitOps.Model.Serverless;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing.Function;

/// <summary>Decides which folders of the <c>functions</c> repository are deployed, and whether they can be.</summary>
internal sealed class FunctionReader(CompositionSettings settings)
{
    private readonly FunctionRuntimes _runtimes = new(settings);

    /// <summary>Whether this system is the one that deploys the function, unless it is switched off: a provider is chosen, and it is not meant for somebody else's cloud.</summary>
    public static bool IsOurs(ServerlessService service, CompositionSettings settings) =>
        settings.FunctionsProvider != FunctionsProvider.None && FunctionCheck.IsMeant(service);

    /// <summary>All that can be deployed. What cannot, though it should, is a problem.</summary>
    public IEnumerable<FunctionDefinition> Read(ComposingContext context)
    {
        var services = context.Documents.Services.Where(service => IsOurs(service, settings) && !service.Disabled).ToList();
        if (services.Count > FunctionCheck.MaxFunctions)
        {
            context.Problems.Add("functions", "$", $"Holds {services.Count} functions; an environment may have {FunctionCheck.MaxFunctions}.");
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
        var repository = context.Snapshot.Functions;
        var source = FunctionCheck.Check(service, repository.Code, repository.CodeProblems, context.Problems);
        var runtime = FindRuntime(service, context.Problems);
        return runtime is null || source is null ? null : new FunctionDefinition(service, runtime, source.Module, source.Export, source.Variables, source.Code);
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
