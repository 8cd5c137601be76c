using System.CommandLine;
using System.CommandLine.Parsing;

namespace GitOps.Sandbox;

/// <summary>What a person may choose when starting the sandbox. Everything has a default; <c>--help</c> lists all.</summary>
public sealed record SandboxOptions
{
    private const string TokenVariable = "GITEA_TOKEN";

    /// <summary>Where repositories, caches and the cluster's state are kept over a restart.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>True: every server takes a free port. False: the well-known ones of <see cref="SandboxPorts"/>.</summary>
    public bool AutomaticPorts { get; init; }

    /// <summary>A real Gitea that takes the place of the embedded forge.</summary>
    public Uri? GiteaUrl { get; init; }

    /// <summary>Token of an admin of <see cref="GiteaUrl"/>.</summary>
    public string? GiteaToken { get; init; }

    /// <summary>A kubeconfig file whose current cluster takes the place of the embedded one.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The actualizer's <c>NAMESPACE_TEMPLATE</c>; null: one namespace for all producers.</summary>
    public string? NamespaceTemplate { get; init; }

    /// <summary>Reads the command line and runs <paramref name="run"/> with it, or prints help or every mistake.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> ParseAndRunAsync(string[] args, Func<SandboxOptions, CancellationToken, Task<int>> run)
    {
        var data = new Option<string>("--data")
        {
            Description = "Directory for repositories, caches and the cluster's state. Kept over a restart.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine(Directory.GetCurrentDirectory(), ".data"),
        };
        var ports = new Option<string>("--ports")
        {
            Description = "'fixed' uses the well-known ports, 'auto' free ones that stay with the data (see sandbox.json there).",
            HelpName = "fixed|auto",
            DefaultValueFactory = _ => "fixed",
        };
        ports.AcceptOnlyFromAmong("fixed", "auto");
        var gitea = new Option<Uri?>("--gitea")
        {
            Description = "A real Gitea instead of the embedded forge.",
            HelpName = "URL",
            CustomParser = ParseHttpUrl,
        };
        var token = new Option<string?>("--gitea-token")
        {
            Description = $"Token of an admin of that Gitea; {TokenVariable} in the environment does the same unseen by other users of the machine.",
            HelpName = "TOKEN",
        };
        var kubeconfig = new Option<string?>("--kubeconfig")
        {
            Description = "A kubeconfig file; its current context's cluster is used instead of the embedded one.",
            HelpName = "FILE",
        };
        var template = new Option<string?>("--namespace-template")
        {
            Description = "Gives each producer a namespace of its own, such as 'customer-$PRODUCER'; without it all share one.",
            HelpName = "TEMPLATE",
        };
        var root = new RootCommand("The whole of GitOps in one process: forge, cluster, configstore and actualizer, with a demo producer.")
        {
            data, ports, gitea, token, kubeconfig, template,
        };
        root.Validators.Add(result =>
        {
            // The result, not the value: asking for a value that could not be read throws.
            if (result.GetResult(gitea) is not null && TokenOf(result.GetValue(token)) is null)
                result.AddError($"--gitea needs the token of an admin: give --gitea-token or set {TokenVariable}.");
            if (result.GetValue(kubeconfig) is { } file && !File.Exists(file))
                result.AddError($"--kubeconfig: there is no file '{file}'.");
            if (result.GetValue(template) is { } text && Engine.Composing.NamespaceTemplate.Violation(text) is { } violation)
                result.AddError($"--namespace-template: '{text}' is no template of a namespace: {violation}.");
        });
        root.SetAction((result, cancellationToken) => run(
            new SandboxOptions
            {
                DataDirectory = Path.GetFullPath(result.GetValue(data)!),
                AutomaticPorts = result.GetValue(ports) == "auto",
                GiteaUrl = result.GetValue(gitea),
                GiteaToken = TokenOf(result.GetValue(token)),
                Kubeconfig = result.GetValue(kubeconfig) is { } path ? Path.GetFullPath(path) : null,
                NamespaceTemplate = result.GetValue(template),
            },
            cancellationToken));
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
    }

    /// <summary>Not an option's default value: the help and every usage error print those.</summary>
    private static string? TokenOf(string? option) =>
        (string.IsNullOrEmpty(option) ? Environment.GetEnvironmentVariable(TokenVariable) : option) is { Length: > 0 } token ? token : null;

    private static Uri? ParseHttpUrl(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        result.AddError($"--gitea: '{text}' is no http or https address.");
        return null;
    }
}
