using System.Text.Json;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Webhooks;

/// <summary>
/// What a delivery says happened. Read it only after <see cref="WebhookSignature.Verify"/> found the delivery genuine,
/// and only as a hint of where to look: deliveries are lost, late and out of order.
/// </summary>
/// <param name="Repository">Where it happened; null of events that concern none.</param>
/// <param name="RepositoryId">Stays when the repository is renamed.</param>
/// <param name="Sender">The login of who did it; empty when the payload does not say.</param>
public abstract record WebhookPayload(RepositoryName? Repository, long RepositoryId, string Sender)
{
    /// <summary>Reads the payload of an event, passing over what is unknown and bearing what is null or missing where it can.</summary>
    /// <returns>
    /// A <see cref="PushPayload"/>, <see cref="ReferencePayload"/> or <see cref="RepositoryPayload"/>; an
    /// <see cref="OtherPayload"/> of any other event.
    /// </returns>
    /// <exception cref="WebhookPayloadException">It is no JSON object, or lacks what the event is about. Nothing else is thrown.</exception>
    public static WebhookPayload Parse(ReadOnlySpan<byte> rawBody, WebhookHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var isForm = WebhookBody.IsForm(headers.ContentType);
        byte[] decoded = [];
        if (isForm && !WebhookBody.TryDecodeForm(rawBody, out decoded))
        {
            throw Invalid(headers, "the form holds other than one field named payload");
        }

        var body = Deserialize(isForm ? decoded : rawBody, headers);
        var repository = NameOf(body.Repository, headers);
        var id = body.Repository?.Id ?? 0;
        var sender = body.Sender?.Login ?? body.Pusher?.Login ?? "";
        return headers.Event switch
        {
            "push" => new PushPayload(
                Required(repository, headers), id, sender, Required(body.Ref, "ref", headers), Sha(body.Before, "before", headers),
                Sha(body.After, "after", headers), CommitsOf(body), body.TotalCommits ?? body.Commits?.Count ?? 0),
            "create" or "delete" => new ReferencePayload(
                Required(repository, headers), id, sender, Required(body.Ref, "ref", headers), body.RefType ?? "", headers.Event == "delete"),
            "repository" => new RepositoryPayload(Required(repository, headers), id, sender, Required(body.Action, "action", headers)),
            _ => new OtherPayload(repository, id, sender, headers.Event ?? ""),
        };
    }

    private static PayloadBody Deserialize(ReadOnlySpan<byte> json, WebhookHeaders headers)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PayloadJson.Default.PayloadBody) ?? throw Invalid(headers, "it is null");
        }
        catch (JsonException error)
        {
            // The message of the error quotes no value, only the place.
            throw Invalid(headers, $"it is no such JSON at {error.Path ?? "$"}, line {error.LineNumber}", error);
        }
    }

    private static RepositoryName? NameOf(PayloadRepository? repository, WebhookHeaders headers)
    {
        if (repository is null)
        {
            return null;
        }

        return RepositoryName.TryParse($"{repository.Owner?.Login}/{repository.Name}", out var name)
            ? name
            : throw Invalid(headers, "repository.owner.login and repository.name are missing or no names");
    }

    private static List<PushedCommit> CommitsOf(PayloadBody body) =>
        [.. (body.Commits ?? []).OfType<PayloadCommit>().Select(commit => new PushedCommit(
            commit.Id ?? "", commit.Message ?? "", commit.Author?.Email ?? "", commit.Committer?.Email ?? ""))];

    private static RepositoryName Required(RepositoryName? repository, WebhookHeaders headers) =>
        repository ?? throw Invalid(headers, "repository is missing");

    private static string Required(string? value, string member, WebhookHeaders headers) =>
        string.IsNullOrEmpty(value) ? throw Invalid(headers, $"{member} is missing") : value;

    private static string Sha(string? value, string member, WebhookHeaders headers) =>
        ObjectId.IsValid(value) ? value : throw Invalid(headers, $"{member} is no commit");

    private static WebhookPayloadException Invalid(WebhookHeaders headers, string why, Exception? inner = null) =>
        new($"Reading delivery {headers.DeliveryId ?? "without id"} of event '{headers.Event}': {why}.", inner);
}
