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
        var place = namespaceTemplate?.Replace(NamespaceTemplate.Placeholder, producer.Name, StringComparison.Ordinal) ?? Hosting.SandboxSettings.Namespace;
        var forge = new UriBuilder(sandbox.ForgeUrl) { UserName = $"customer-{producer.Name}", Password = producer.Token };
        var clone = $"{forge.Uri.AbsoluteUri.TrimEnd('/')}/customer-{producer.Name}/dev.git";
        var kubectl = $"kubectl --kubeconfig {sandbox.Kubeconfig} -n {place}";
        return $$"""

            Ready. In a second terminal:

              See what runs for the producer {{producer.Name}}:
                {{kubectl}} get pods

              Change its project as {{producer.Name}} would; within a second its gateway's pods are replaced:
                git clone {{clone}} {{producer.Name}}-dev && cd {{producer.Name}}-dev
                sed -i 's/\\"max\\":[0-9]*/\\"max\\":20/' lunchbadger.json
                git commit -am "Allow 20 calls" && git push
                {{kubectl}} get pods --watch

              Ask how it went, as {{producer.Name}}:
                curl -H "Authorization: Bearer {{producer.Token}}" {{sandbox.ConfigstoreUrl}}/producers/{{producer.Name}}/envs/dev/status

              Or in a browser, signed in as user customer-{{producer.Name}} with that token:
                {{sandbox.ConfigstoreUrl}}/login?return_to=/producers/{{producer.Name}}/envs/dev/status

              Switch {{producer.Name}} off, as an operator would; everything made for it goes, and comes back with false:
                curl -X PUT -H "Authorization: Bearer {{sandbox.AdminToken}}" -H "Content-Type: application/json" \
                  -d '{"disabled":true}' {{sandbox.ConfigstoreUrl}}/producers/{{producer.Name}}/envs/dev/project/disabled

            Scripts read {{Path.Combine(dataDirectory, "sandbox.json")}}. Ctrl+C ends the sandbox; what it holds stays in {{dataDirectory}}.
            """;
    }
}
