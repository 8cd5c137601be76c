using System.CommandLine;
using System.CommandLine.Parsing;

namespace GitOps.Attack;

/// <summary>The command line. Secrets come by environment: arguments are seen by everybody on the machine.</summary>
public static class AttackOptions
{
    public const int NothingOpen = 0;
    public const int SomethingOpen = 1;
    public const int CouldNotRun = 2;

    /// <summary>Reads the command line and runs <paramref name="run"/> with it, or prints help or every mistake.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> ParseAndRunAsync(string[] args, Func<Installation, CancellationToken, Task<int>> run)
    {
        var data = new Option<string?>("--data") { Description = "Data directory of a running sandbox (tools/run --data DIR): addresses and tokens are read from there.", HelpName = "DIR" };
        var configstore = Url("--configstore", "The configstore.");
        var gitea = Url("--gitea", "Gitea. With the token of a site administrator in GITEA_TOKEN, users and producers attack-… are made and removed again.");
        var actualizer = Url("--actualizer", "The actualizer's port. ACTUALIZER_TOKEN in the environment shows that its routes are there.");
        var prefix = new Option<string>("--prefix") { Description = "The configstore's REPO_PREFIX.", HelpName = "TEXT", DefaultValueFactory = _ => "customer" };
        var readOnly = new Option<bool>("--read-only") { Description = "Sends GET and HEAD alone and makes nothing. Who asks: nobody, wrong tokens, and those whose tokens are in the environment." };
        var victim = new Option<string?>("--victim") { Description = "With --read-only: the producer whose resources are asked for. ATTACK_STRANGER_TOKEN may hold the token of somebody who must not see it.", HelpName = "NAME" };
        var root = new RootCommand(
            "Asks every route of a running installation as everybody who might, and prints what is open that should not be. "
            + "Exit code 0: nothing is open; 1: something is; 2: could not run. "
            + "Further tokens are read from the environment: ATTACK_SERVICE_TOKEN (one of SERVICE_TOKENS), POD_TOKEN_KEY.")
        {
            data, configstore, gitea, actualizer, prefix, readOnly, victim,
        };
        root.Validators.Add(result =>
        {
            // The result, not the value: asking for a value that could not be read throws.
            var (hasData, hasConfigstore) = (result.GetResult(data) is not null, result.GetResult(configstore) is not null);
            if (hasData == hasConfigstore) result.AddError("Say what to attack: --data DIR of a sandbox, or --configstore URL.");
            if (hasData || !hasConfigstore) return;
            if (!result.GetValue(readOnly) && (result.GetResult(gitea) is null || Variable("GITEA_TOKEN") is null))
                result.AddError("Making users and producers to attack takes --gitea URL and GITEA_TOKEN in the environment. Without them give --read-only.");
            if (result.GetValue(readOnly) && result.GetValue(victim) is null) result.AddError("--read-only makes no producer of its own: name one with --victim.");
        });
        root.SetAction((result, cancellation) => Run(() => result.GetValue(data) is { } directory
            ? Installation.OfSandbox(directory, result.GetValue(readOnly))
            : new Installation
            {
                Configstore = result.GetValue(configstore)!,
                Gitea = result.GetValue(gitea),
                Actualizer = result.GetValue(actualizer),
                Prefix = result.GetValue(prefix)!,
                ReadOnly = result.GetValue(readOnly),
                Victim = result.GetValue(victim),
                AdminToken = Variable("GITEA_TOKEN"),
                ServiceToken = Variable("ATTACK_SERVICE_TOKEN"),
                PodTokenKey = Variable("POD_TOKEN_KEY"),
                ActualizerToken = Variable("ACTUALIZER_TOKEN"),
                StrangerToken = Variable("ATTACK_STRANGER_TOKEN"),
            }, run, cancellation));
        var parsed = root.Parse(args);
        // A mistake is no finding.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }) is var code && parsed.Errors.Count > 0 ? CouldNotRun : code;
    }

    private static async Task<int> Run(Func<Installation> read, Func<Installation, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        try
        {
            return await run(read(), cancellation);
        }
        catch (AttackException failure)
        {
            await Console.Error.WriteLineAsync($"tools/attack could not run. {failure.Message}");
            return CouldNotRun;
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static Option<Uri?> Url(string name, string description) => new(name) { Description = description, HelpName = "URL", CustomParser = ParseHttpUrl };

    private static Uri? ParseHttpUrl(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        result.AddError($"'{text}' is no http or https address.");
        return null;
    }
}
