using System.Text.Json.Serialization;

namespace GitOps.Gitea.OAuth;

/// <summary>Answers of the token endpoint: tokens (RFC 6749, 5.1) or an error (5.2).</summary>
internal sealed record OAuthAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription);
