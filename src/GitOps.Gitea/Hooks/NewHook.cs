namespace GitOps.Gitea.Hooks;

/// <summary>
/// A webhook to be made. A target outside Gitea's <c>[webhook] ALLOWED_HOST_LIST</c> (by default neither loopback nor a
/// private address is inside) is accepted here and fails later, in Gitea's log alone.
/// </summary>
/// <param name="Config"><c>url</c>, <c>content_type</c>, <c>secret</c>, and <c>is_system_webhook</c> of a system's hook.</param>
/// <param name="Events">For instance <c>push</c>, <c>create</c>, <c>delete</c>, <c>repository</c>.</param>
/// <param name="BranchFilter">A glob; empty or <c>*</c> lets all branches through.</param>
public sealed record NewHook(
    IReadOnlyDictionary<string, string> Config, IReadOnlyList<string> Events, string BranchFilter = "*", bool Active = true, string Type = "gitea")
{
    /// <summary>A hook that posts signed JSON.</summary>
    /// <param name="secret">Signs each delivery; cannot be changed later.</param>
    public static NewHook Json(Uri url, string secret, params IReadOnlyList<string> events)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return new(
            new Dictionary<string, string> { ["url"] = url.AbsoluteUri, ["content_type"] = "json", ["secret"] = secret },
            events);
    }

    /// <summary>
    /// One hook for all repositories (Gitea 1.26); in 1.21 a default hook, copied into each repository made from then on.
    /// </summary>
    public static NewHook System(Uri url, string secret, params IReadOnlyList<string> events)
    {
        var hook = Json(url, secret, events);
        return hook with { Config = new Dictionary<string, string>(hook.Config) { ["is_system_webhook"] = "true" } };
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(NewHook)} {{ Url = {Config.GetValueOrDefault("url")}, {nameof(Events)} = {string.Join(',', Events)} }}";
}
