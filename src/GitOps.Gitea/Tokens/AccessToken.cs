using System.Text.Json.Serialization;

namespace GitOps.Gitea.Tokens;

/// <summary>An access token. Its text form leaves the secret out.</summary>
public sealed record AccessToken(
    long Id,
    string Name,
    [property: JsonPropertyName("sha1")] string Secret = "",
    IReadOnlyList<string>? Scopes = null)
{
    public override string ToString() => $"{nameof(AccessToken)} {{ {nameof(Id)} = {Id}, {nameof(Name)} = {Name} }}";
}
