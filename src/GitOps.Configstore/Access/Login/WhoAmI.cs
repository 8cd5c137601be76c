namespace GitOps.Configstore.Access.Login;

/// <summary>Answer of <c>GET /me</c>.</summary>
/// <param name="Login">The user's name in Gitea, or the service's.</param>
/// <param name="Operator">Whether they may do everything.</param>
/// <param name="SignedIn">How it is known: <c>login</c> (a browser's session), <c>token</c>, <c>service</c>, or <c>off</c> when nobody is asked.</param>
public sealed record WhoAmI(string Login, bool Operator, string SignedIn);
