namespace GitOps.Configstore.Access.Login;

/// <summary>A change was asked for with a session's cookie by no page of ours.</summary>
public sealed class ForeignOriginException(Uri publicUrl)
    : Exception($"A signed-in browser changes something only from pages of {publicUrl.GetLeftPart(UriPartial.Authority)}: its Origin or Sec-Fetch-Site says otherwise, or nothing. Programs send a token instead of the cookie.");
