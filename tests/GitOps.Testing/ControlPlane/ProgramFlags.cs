using System.Text.RegularExpressions;

namespace GitOps.Testing.ControlPlane;

/// <summary>
/// The flags that a server's own help lists, so that one set of arguments fits the oldest and the newest: flags come and
/// go between versions.
/// </summary>
internal sealed partial class ProgramFlags
{
    private readonly HashSet<string> _known;

    private ProgramFlags(HashSet<string> known) => _known = known;

    public static async Task<ProgramFlags> ReadAsync(string program, CancellationToken cancellation)
    {
        await using var help = ChildProcess.Start(program, ["--help"]);
        await help.WaitForExitAsync(cancellation);
        return new([.. help.Output.Lines.SelectMany(line => Flag().Matches(line)).Select(match => match.Groups[1].Value)]);
    }

    /// <summary>The arguments whose flag this version has.</summary>
    public IEnumerable<string> Supported(params IEnumerable<string> arguments)
        => arguments.Where(argument => _known.Contains(argument[2..].Split('=')[0]));

    [GeneratedRegex(@"--([a-z][a-z0-9_-]*)")]
    private static partial Regex Flag();
}
