using System.Globalization;
using GitOps.Attack.Judging;

namespace GitOps.Attack;

/// <summary>What an attack found out. Holds no secret.</summary>
/// <param name="Identities">Who asked, by name.</param>
/// <param name="Untried">What could not be tried.</param>
/// <param name="Requests">How many were sent.</param>
/// <param name="Took">How long it took.</param>
public sealed record AttackReport(Tally Tally, IReadOnlyList<string> Identities, IReadOnlyList<string> Untried, int Requests, TimeSpan Took)
{
    private static readonly Verdict[] Columns = [Verdict.Refused, Verdict.LetIn, Verdict.Unclear, Verdict.Broken];

    public IReadOnlyList<Finding> Findings => Tally.Findings;

    /// <summary>A line for each finding, then the counts.</summary>
    public void Write(TextWriter output)
    {
        foreach (var finding in Findings) output.WriteLine(finding);
        if (Findings.Count > 0) output.WriteLine();
        var width = Identities.Max(identity => identity.Length);
        output.WriteLine($"{"asked as".PadRight(width)}{string.Concat(Columns.Select(column => $"{Title(column),9}"))}{"open",9}");
        foreach (var identity in Identities)
        {
            var counts = Columns.Select(verdict => Tally.Count(identity, verdict)).Append(Tally.CountOf(identity, FindingKind.Open));
            output.WriteLine(identity.PadRight(width) + string.Concat(counts.Select(count => count.ToString(CultureInfo.InvariantCulture).PadLeft(9))));
        }
        output.WriteLine();
        foreach (var untried in Untried) output.WriteLine($"not tried: {untried}");
        output.WriteLine($"{Requests} requests in {Took.TotalSeconds:0} s: {(Findings.Count == 0 ? "nothing is open" : $"{Findings.Count} findings")}");
    }

    private static string Title(Verdict verdict) => verdict switch
    {
        Verdict.LetIn => "let in",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
