using GitOps.Model.Components;
using GitOps.Model.Pods;

namespace GitOps.Engine.Composing;

/// <summary>
/// How the pods of a workspace or sls-api show the configstore whose they are. The pods' programs know addresses only, so the credential
/// stands in these, as name and password (RFC 3986, 3.2.1): the pod's name, and the component's token. Kubernetes puts both in, the object
/// itself shows neither. Without <c>POD_TOKEN_KEY</c> everything is as in the predecessor.
/// </summary>
internal sealed class PodCredential(CompositionSettings settings)
{
    private const string NameVariable = "POD_NAME";
    private const string TokenVariable = "POD_TOKEN";
    private const string TokenKey = "pod-token";
    private const string UserInfo = $"$({NameVariable}):$({TokenVariable})@";

    private static readonly IReadOnlyDictionary<string, SecretText> NoSecrets = new Dictionary<string, SecretText>();

    private readonly PodTokens _tokens = new(settings.PodTokenKey);

    /// <summary>What the component's Secret holds.</summary>
    public IReadOnlyDictionary<string, SecretText> SecretsOf(string app, ComposingContext context) => _tokens.Exist
        ? new Dictionary<string, SecretText>(StringComparer.Ordinal) { [TokenKey] = SecretText.Random(_tokens.Of(new PodIdentity(app, context.Snapshot.Key))) }
        : NoSecrets;

    /// <summary>What must stand before the variables that hold an address.</summary>
    public IEnumerable<EnvironmentVariable> Variables => _tokens.Exist
        ? [new FieldVariable(NameVariable, "metadata.name"), new SecretVariable(TokenVariable, TokenKey)]
        : [];

    /// <summary>Host of the git-api, as the init container puts it behind <c>http://</c>.</summary>
    public string GitApiHost => _tokens.Exist ? UserInfo + settings.GitApiHost : settings.GitApiHost;

    /// <summary>Where the pod hears of pushes.</summary>
    public string WatchUrl(ComposingContext context)
    {
        var url = $"{settings.PodConfigstoreUrl.TrimEnd('/')}/change-stream/{context.Snapshot.Producer}";
        return _tokens.Exist ? url.Replace("://", $"://{UserInfo}", StringComparison.Ordinal) : url;
    }
}
