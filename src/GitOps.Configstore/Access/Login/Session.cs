namespace GitOps.Configstore.Access.Login;

/// <summary>What a signed-in browser keeps, sealed: Gitea's tokens. The configstore keeps nothing.</summary>
public sealed record Session(string AccessToken, string RefreshToken, DateTimeOffset Expires)
{
    public override string ToString() => $"session until {Expires:u}";
}
