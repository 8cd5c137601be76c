using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Status;
using GitOps.Gitea.Errors;
using GitOps.Model.Api;
using GitOps.Model.Serverless;

namespace GitOps.Configstore.FunctionApi;

/// <summary>Says whether a function can be deployed as it stands in git, and why not.</summary>
public sealed class FunctionDeployment(DraftValidation validation, StatusStore statuses)
{
    /// <returns>The function; null with the outcome that says why it cannot be deployed.</returns>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    /// <exception cref="Snapshots.CommitNotFoundException">The commit is gone.</exception>
    internal async Task<(ServerlessService? Service, EditOutcome? Refusal)> FindAsync(EnvironmentPlace place, string name, CancellationToken cancellation)
    {
        var snapshot = await validation.ReadAsync(place, cancellation);
        if (!snapshot.Functions.Documents.ContainsKey($"{name}/{FunctionDraft.DocumentName}")) return (null, new EditOutcome.NotFound(FunctionDraft.Missing(name)));
        var documents = validation.Read(snapshot);
        if (documents.Disabled) return (null, new EditOutcome.Conflict($"{place.Key} is switched off: nothing of it is deployed before an operator switches it on."));
        if (!documents.Problems.IsEmpty) return (null, new EditOutcome.Invalid(documents.Problems.Problems));
        var service = documents.Services.First(service => service.Folder == name);
        if (!FunctionCheck.IsMeant(service))
            return (null, new EditOutcome.Conflict($"functions/{name} is not for this system to deploy: it {(service.Functions.Count == 0 ? "defines no function" : $"names the provider '{service.Provider}'")}."));
        // What only the actualizer can judge, such as whether there is an image for the runtime, it has judged already.
        return statuses.Find(place.Key)?.Status is { State: ReconcileState.Refused, Problems.Count: > 0, Reason: "InvalidDocument" } refused && refused.Revision == place.Revision && !service.Disabled
            ? (null, new EditOutcome.Invalid(refused.Problems))
            : (service, null);
    }
}
