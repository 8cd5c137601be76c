using System.Net.Http.Headers;
using System.Text;

namespace GitOps.Gitea;

/// <summary>What Gitea is shown to know who asks. Its text form names the kind and never the secret.</summary>
public sealed class GiteaCredential
{
    private readonly string _kind;

    private GiteaCredential(string kind, string scheme, string parameter)
    {
        _kind = kind;
        Header = new AuthenticationHeaderValue(scheme, parameter);
    }

    /// <summary>The Authorization header of API calls.</summary>
    internal AuthenticationHeaderValue Header { get; }

    /// <summary>An access token, application token or OAuth 2 token.</summary>
    public static GiteaCredential Token(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new("token", "token", token);
    }

    /// <summary>A user's name and password: the only way in which Gitea makes tokens.</summary>
    public static GiteaCredential Basic(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        return new("basic", "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    public override string ToString() => $"{_kind} credential";
}
