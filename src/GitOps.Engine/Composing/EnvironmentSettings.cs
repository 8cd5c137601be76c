using GitOps.Model.Components;
using GitOps.Model.Environments;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing;

/// <summary>The operator's settings with an environment's own merged over them, within the operator's bounds.</summary>
internal sealed class EnvironmentSettings(CompositionSettings settings, EnvironmentSettingsDocument? document)
{
    /// <summary>Domain below which the environment's hosts lie.</summary>
    public string Domain => document?.Domain ?? settings.CustomerDomain;

    /// <param name="kind">One of <see cref="ComponentKinds"/>.</param>
    public Rollout RolloutOf(string kind) =>
        new(document is not null && document.Replicas.TryGetValue(kind, out var replicas) ? replicas : settings.Replicas, settings.MinReadySeconds, settings.EnableRollingUpdate);

    /// <param name="kind">One of <see cref="ComponentKinds"/>.</param>
    public ResourceNeeds ResourcesOf(string kind) => document?.Resources.GetValueOrDefault(kind) ?? ResourceNeeds.None;

    /// <summary>
    /// What a container gets beside the system's own variables. Taken as it is written: Kubernetes would put the value of another
    /// variable, a secret one too, where a dollar sign stands before a name in parentheses.
    /// </summary>
    /// <param name="kind">One of <see cref="ComponentKinds"/>.</param>
    public IEnumerable<PlainVariable> VariablesOf(string kind) =>
        (document?.Variables.GetValueOrDefault(kind) ?? []).Select(variable => new PlainVariable(variable.Name, variable.Value.Replace("$", "$$", StringComparison.Ordinal)));

    /// <summary>The tag that the environment chose; null: the operator's.</summary>
    /// <param name="kind">One of <see cref="ComponentKinds.WithVersion"/>.</param>
    public string? VersionOf(string kind) => document?.Versions.GetValueOrDefault(kind);

    /// <summary>Adds to <paramref name="problems"/> what the operator does not allow.</summary>
    public void Check(ProblemList problems)
    {
        if (document is null) return;
        CheckReplicas(document, problems);
        foreach (var (kind, needs) in document.Resources)
        {
            CheckResources(document, kind, "requests", needs.Requests, problems);
            CheckResources(document, kind, "limits", needs.Limits, problems);
        }
        if (document.Domain is { } domain && !IsAllowed(domain))
        {
            problems.Add(new Problem(document.File, "$.domain", $"Hosts of this environment cannot lie below '{domain}'.")
            {
                Hint = $"Allowed: {string.Join(", ", (string[])[settings.CustomerDomain, .. FurtherDomains()])}, and what stands before {settings.CustomerDomain} with dots, without hyphens.",
            });
        }
    }

    private void CheckReplicas(EnvironmentSettingsDocument document, ProblemList problems)
    {
        var excessive = document.Replicas.Where(pair => pair.Value > settings.MaxReplicas).ToList();
        if (excessive.Count == 0) return;
        var forAll = document.Source["replicas"] is not System.Text.Json.Nodes.JsonObject;
        foreach (var (kind, replicas) in excessive.Take(forAll ? 1 : excessive.Count))
            problems.Add(document.File, forAll ? "$.replicas" : JsonPath.Member("$.replicas", kind), $"Asks for {replicas} pods of a component, {settings.MaxReplicas} are allowed.");
    }

    private void CheckResources(EnvironmentSettingsDocument document, string kind, string list, IReadOnlyDictionary<string, Quantity> quantities, ProblemList problems)
    {
        foreach (var (name, quantity) in quantities)
        {
            var allowed = name switch
            {
                "cpu" => settings.MaxCpu,
                "memory" => settings.MaxMemory,
                _ => settings.MaxEphemeralStorage,
            };
            if (Quantity.TryParse(allowed, out var bound) && quantity > bound)
                problems.Add(document.File, JsonPath.Member(JsonPath.Member(JsonPath.Member("$.resources", kind), list), name), $"Asks for {quantity} of {name} for a container, {bound} are allowed.");
        }
    }

    /// <summary>
    /// A domain below the customers' holds no hyphen in what stands before: hosts of environments do, and below those no other
    /// environment may lie, whose pages could set cookies for them.
    /// </summary>
    private bool IsAllowed(string domain)
    {
        if (domain == settings.CustomerDomain || FurtherDomains().Contains(domain)) return true;
        var ending = $".{settings.CustomerDomain}";
        return domain.EndsWith(ending, StringComparison.Ordinal) && !domain.AsSpan(0, domain.Length - ending.Length).Contains('-');
    }

    private string[] FurtherDomains() =>
        settings.CustomerDomains.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
