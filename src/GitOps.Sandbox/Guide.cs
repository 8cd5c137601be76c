using GitOps.Engine.Composing;

namespace GitOps.Sandbox;

/// <summary>What the sandbox prints when it is ready: addresses, and commands to copy that show the main job.</summary>
public static class Guide
{
    /// <param name="sandbox">What runs.</param>
    /// <param name="dataDirectory">Where it is kept.</param>
    /// <param name="namespaceTemplate">Null: one namespace for all producers.</param>
    public static string For(SandboxDescription sandbox, string dataDirectory, string? namespaceTemplate = null)
    {
        var producer = sandbox.Producers[0];
        var user = $"customer-{producer.Name}";
        var place = namespaceTemplate?.Replace(NamespaceTemplate.Placeholder, producer.Name, StringComparison.Ordinal) ?? Hosting.SandboxSettings.Namespace;
        // Of a real Gitea nothing is printed that opens it: its owner has the tokens, and the commands take them from a variable.
        var (tenant, @operator) = producer.Token is { } token ? (token, sandbox.AdminToken) : ("$TOKEN", "$TOKEN");
        var clone = $"{WithUser(sandbox.ForgeUrl, producer.Token is null ? "" : $"{user}:{tenant}@")}/{user}/dev.git";
        var kubectl = $"kubectl --kubeconfig {sandbox.Kubeconfig} -n {place}";
        return $$"""

            Ready. In a second terminal:
            {{(producer.Token is null ? RealGitea(user) : "")}}
              See what runs for the producer {{producer.Name}}:
                {{kubectl}} get pods

              Change its project as {{producer.Name}} would; within {{(producer.Token is null ? "seconds" : "a second")}} its gateway's pods are replaced:
                git clone {{clone}} {{producer.Name}}-dev && cd {{producer.Name}}-dev
                sed -i 's/\\"max\\":[0-9]*/\\"max\\":20/' lunchbadger.json
                git commit -am "Allow 20 calls" && git push
                {{kubectl}} get pods --watch

              Ask how it went, as {{producer.Name}}:
                curl -H "Authorization: Bearer {{tenant}}" {{sandbox.ConfigstoreUrl}}/producers/{{producer.Name}}/envs/dev/status
            {{(producer.Token is null ? "" : Login(sandbox, producer.Name, user))}}
              Switch {{producer.Name}} off, as an operator would; everything made for it goes, and comes back with false:
                curl -X PUT -H "Authorization: Bearer {{@operator}}" -H "Content-Type: application/json" \
                  -d '{"disabled":true}' {{sandbox.ConfigstoreUrl}}/producers/{{producer.Name}}/envs/dev/project/disabled
            {{Advice(namespaceTemplate)}}
            Scripts read {{Path.Combine(dataDirectory, "sandbox.json")}}. Ctrl+C ends the sandbox; what it holds stays in {{dataDirectory}}.
            """;
    }

    /// <summary>Only the embedded forge has an OAuth2 application for the configstore.</summary>
    private static string Login(SandboxDescription sandbox, string producer, string user) => $$"""

          Or in a browser, signed in as user {{user}} with that token:
            {{sandbox.ConfigstoreUrl}}/login?return_to=/producers/{{producer}}/envs/dev/status

        """;

    private static string RealGitea(string user) => $$"""

          Your Gitea is used. Have a token of a site administrator at hand, with all scopes:
            TOKEN=...
          It is good for every command below; git asks for your user name, and takes the token as the password.
          A tenant uses a token of {{user}} instead: set a password for that user, sign in as it,
          and make one under Settings, Applications, with the scopes read:user and write:repository.

          Pushes are seen by a scan every few seconds. To have them seen at once, let Gitea deliver webhooks
          to this machine, in its app.ini: [webhook] ALLOWED_HOST_LIST = loopback
          Browsers can sign in once the configstore has an OAuth2 application; its README says how to make one.

        """;

    private static string WithUser(string url, string userInfo) => url.TrimEnd('/').Replace("://", $"://{userInfo}", StringComparison.Ordinal);

    private static string Advice(string? namespaceTemplate) => namespaceTemplate is not null ? "" : """

              Here all producers share one namespace, as the predecessor had it. For real, give each its own, with a quota and accounts
              beside the network policies; the sandbox shows that with:
                tools/run --namespace-template 'customer-$PRODUCER'

            """;
}
