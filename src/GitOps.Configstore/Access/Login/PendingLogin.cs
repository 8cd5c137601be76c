namespace GitOps.Configstore.Access.Login;

/// <summary>What a browser that was sent to Gitea keeps, sealed: so that only it can come back.</summary>
/// <param name="State">Comes back in the URL (RFC 6749, 10.12).</param>
/// <param name="Verifier">Proves to Gitea that whoever redeems the code asked for it (RFC 7636).</param>
/// <param name="ReturnTo">Local path to go to afterwards.</param>
/// <param name="Expires">When it is too late.</param>
public sealed record PendingLogin(string State, string Verifier, string ReturnTo, DateTimeOffset Expires)
{
    public override string ToString() => $"login until {Expires:u}";
}
