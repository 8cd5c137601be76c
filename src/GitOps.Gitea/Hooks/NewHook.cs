using System.Text.Json.Serialization;

namespace GitOps.Gitea.Hooks;

/// <summary>
/// A webhook to be made. A target outside Gitea's <c>[webhook] ALLOWED_HOST_LIST</c> (by default neither loopback nor a
/// private address is inside) is accepted here and fails later, in Gitea's log alone.
/// </summary>
public sealed record NewHook
{
    /// <param name="secret">Signs each delivery; cannot be changed later.</param>
    /// <param name="events">For instance <c>push</c>, <c>create</c>, <c>delete</c>, <c>repository</c>.</param>
    /// <param name="system">
    /// Of the administrator's hooks: one hook for all repositories (Gitea 1.26); in 1.21 such a hook is copied into each
    /// repository that is made from then on.
    /// </param>
    public NewHook(Uri url, string secret, IReadOnlyList<string> events, string branchFilter = "*", bool system = false)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        Events = events;
        BranchFilter = branchFilter;
        Config = new Dictionary<string, string>
        {
            ["url"] = url.AbsoluteUri,
            ["content_type"] = "json",
            ["secret"] = secret,
        };
        if (system)
        {
            Config["is_system_webhook"] = "true";
        }
    }

    public string Type { get; } = "gitea";

    public bool Active { get; init; } = true;

    public IReadOnlyList<string> Events { get; }

    public string BranchFilter { get; }

    [JsonInclude]
    internal Dictionary<string, string> Config { get; }

    public override string ToString() => $"{nameof(NewHook)} {{ Url = {Config["url"]}, {nameof(Events)} = {string.Join(',', Events)} }}";
}
