using System.Diagnostics.CodeAnalysis;
using GitOps.Configstore.Producers;
using GitOps.Model.Names;

namespace GitOps.Configstore.Environments;

/// <summary>Finds what a route's <c>{name}</c> and <c>{env}</c> mean.</summary>
internal static class EnvironmentLookup
{
    /// <summary>
    /// False with the answer to give: 404 when there is no such thing, and 503 when it cannot be known because Gitea was never listed
    /// completely. The two are never mixed up: who is told 404 may act on it.
    /// </summary>
    public static bool TryFind(
        HttpContext context,
        ProducerRegistry registry,
        string name,
        string env,
        out EnvironmentKey key,
        [NotNullWhen(true)] out ProducerState? producer,
        [NotNullWhen(false)] out IResult? refusal)
    {
        key = default;
        producer = null;
        refusal = null;
        if (!ProducerName.TryParse(name, out var producerName) || !EnvironmentName.TryParse(env, out var environment) || !RepositoryLayout.Exists(environment))
        {
            refusal = Answers.NotFound($"There is no environment '{env}' of a producer '{name}'.");
            return false;
        }
        var state = registry.Current;
        if (!state.Producers.TryGetValue(producerName, out producer))
        {
            refusal = state.CompleteAsOf is null ? Answers.NoListingYet(context) : Answers.NoProducer(name);
            return false;
        }
        key = new EnvironmentKey(producerName, ProjectName.Main, environment);
        return true;
    }
}
