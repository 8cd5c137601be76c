using System.Diagnostics.CodeAnalysis;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Environments;

/// <summary>Finds what a route's <c>{name}</c>, <c>{project}</c> and <c>{env}</c> mean.</summary>
public static class EnvironmentLookup
{
    /// <summary>
    /// Maps the same routes for the environments of project <c>main</c>, below <c>/producers/{name}/envs/{env}</c>, and of every
    /// project, below <c>/producers/{name}/projects/{project}/envs/{env}</c>. Handlers ask <see cref="TryFind"/> which it is.
    /// </summary>
    public static IEndpointRouteBuilder MapPerEnvironment(this IEndpointRouteBuilder routes, Action<IEndpointRouteBuilder> map)
    {
        map(routes.MapGroup("/producers/{name}/envs/{env}"));
        map(routes.MapGroup("/producers/{name}/projects/{project}/envs/{env}"));
        return routes;
    }

    /// <summary>
    /// False with the answer to give: 404 when there is no such thing, and 503 when it cannot be known because Gitea was never listed
    /// completely. The two are never mixed up: who is told 404 may act on it.
    /// </summary>
    public static bool TryFind(
        HttpContext context,
        ProducerRegistry registry,
        [NotNullWhen(true)] out EnvironmentPlace? place,
        [NotNullWhen(false)] out IResult? refusal)
    {
        place = null;
        refusal = null;
        var (name, project, env) = (Value(context, "name"), Value(context, "project") ?? ProjectName.Main.Value, Value(context, "env"));
        if (!ProducerName.TryParse(name, out var producerName)
            || !ProjectName.TryParse(project, out var projectName)
            || !EnvironmentName.TryParse(env, out var environment))
        {
            refusal = NoSuchEnvironment(name, project, env);
            return false;
        }
        var state = registry.Current;
        if (!state.Producers.TryGetValue(producerName, out var producer))
        {
            refusal = state.CompleteAsOf is null ? Answers.NoListingYet(context) : Answers.NoProducer(producerName.Value);
            return false;
        }
        place = PlaceOf(new EnvironmentKey(producerName, projectName, environment), producer, context.RequestServices.GetRequiredService<ConfigstoreSettings>());
        if (place is not null) return true;
        refusal = NoSuchEnvironment(name, project, env);
        return false;
    }

    /// <summary>Where an environment of a producer lies; null when there is none of that name.</summary>
    public static EnvironmentPlace? PlaceOf(EnvironmentKey key, ProducerState producer, ConfigstoreSettings settings)
    {
        if (producer.Head(key.Project, key.Environment) is not { } head) return null;
        return new EnvironmentPlace(key, producer, head, Place(RepositoryRole.Dev), Place(RepositoryRole.Functions));

        RepositoryPlace? Place(RepositoryRole role) => producer.Repository(new(key.Project, role)) is { } repository
            ? new RepositoryPlace(
                new RepositoryName(producer.Name.ToUserName(settings.RepoPrefix), repository.Name),
                repository.Id,
                role,
                RepositoryLayout.BranchOf(key.Environment, repository.Branch),
                repository.HeadOf(key.Environment) ?? Revision.NoCommit)
            : null;
    }

    private static string? Value(HttpContext context, string name) => context.Request.RouteValues[name] as string;

    private static IResult NoSuchEnvironment(string? name, string project, string? env) => Answers.NotFound(
        project == ProjectName.Main.Value
            ? $"There is no environment '{env}' of a producer '{name}'."
            : $"There is no environment '{env}' of a project '{project}' of a producer '{name}'.");
}
