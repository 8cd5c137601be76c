using System.Text.RegularExpressions;
using GitOps.Attack.Identities;
using GitOps.Attack.Judging;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Campaigns;

/// <summary>
/// Every route that reads something of a producer, its path written in ways that one part of a server may read otherwise than another: with dots, slashes, cases and
/// signs encoded or doubled; and paths that begin with what the caller may ask and climb to what they may not.
/// </summary>
public sealed partial class OtherPaths(IReadOnlyList<Operation> operations, SampleRequests samples, Cast cast, Judge judge, Tally tally)
{
    private const int AtOnce = 8;

    public async Task RunAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("every route with its path written otherwise");
        var asking = cast.Identities.Where(identity => identity.Name is "nobody" or "another tenant" or "stranger" or "workspace pod of another tenant").ToArray();
        var requests = from operation in operations
                       where IsAsked(operation)
                       from path in Variants(operation)
                       from identity in asking
                       select (operation, path, identity);
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (request, _) =>
        {
            var answer = await judge.SendOddAsync(new Probe("GET", request.path), request.identity, cancellation);
            var isVictims = answer.IsSuccess && (request.identity.Highest == Right.Public || answer.Body.Contains(cast.Victim, StringComparison.OrdinalIgnoreCase));
            tally.Count(request.identity, answer.Status == 500 ? Verdict.Broken : isVictims ? Verdict.LetIn : Verdict.Refused);
            if (answer.Status == 500) tally.Add(FindingKind.Broken, request.identity, $"makes GET {Shown(request.path)} -> 500, expected no error");
            if (isVictims) tally.Add(FindingKind.Open, request.identity, $"may GET {Shown(request.path)} -> {answer.Status}, expected to be refused");
        });
    }

    /// <summary>Of the two addresses of an environment one is enough: they lead to the same.</summary>
    private static bool IsAsked(Operation operation) =>
        operation.Method == "GET" && operation.IsOfAProducer && operation.Right != Right.Public && !operation.Path.Contains("/projects/{project}/", StringComparison.Ordinal);

    private IEnumerable<string> Variants(Operation operation)
    {
        var (victim, path) = (cast.Victim, samples.Of(operation, cast.Victim)!.Path);
        var own = cast.Other ?? cast.Absent;
        yield return path + "/";
        yield return path + "//";
        yield return "/" + path;
        yield return "//" + path;
        yield return path.Replace("/", "//", StringComparison.Ordinal);
        yield return "/./." + path;
        yield return "/." + path;
        yield return "/API" + path;
        yield return "/api/api" + path;
        yield return path.ToUpperInvariant();
        yield return path.Replace(victim, victim.ToUpperInvariant(), StringComparison.Ordinal);
        yield return path.Replace(victim, $"%{(int)victim[0]:x2}{victim[1..]}", StringComparison.Ordinal);
        yield return path.Replace(victim, victim + ";x", StringComparison.Ordinal);
        yield return path + ";x=.json";
        yield return path + "%00";
        yield return path + "%20";
        yield return path + "?token=attack&access_token=attack&private_token=attack";
        yield return path.Replace(victim, victim + "%00", StringComparison.Ordinal);
        yield return path.Replace(victim, victim + ".", StringComparison.Ordinal);
        // From what may be asked to what may not.
        foreach (var up in (string[])["..", "%2e%2e", ".%2e", "%252e%252e", "..;x"])
        {
            yield return path.Replace(victim, $"{own}/{up}/{victim}", StringComparison.Ordinal);
            yield return $"/producers/{own}/{up}/..{path}";
            yield return $"/health/{up}{path}";
            yield return $"/schemas/{up}{path}";
            yield return $"/producers/{own}/envs/dev/files/{up}/{up}/{up}/{up}{path}";
        }
        yield return path.Replace(victim, $"{own}%2f..%2f{victim}", StringComparison.Ordinal);
        yield return path.Replace(victim, $"{own}%5c..%5c{victim}", StringComparison.Ordinal);
        yield return path.Replace(victim, $"{own}\\..\\{victim}", StringComparison.Ordinal);
        yield return path.Replace(victim, $"{own}%2f{victim}", StringComparison.Ordinal);
        // The caller's own name, which pods may ask for where they are let in, and the victim's where it might count more.
        if (operation.OpenToPods) yield break;
        yield return $"{path.Replace(victim, own, StringComparison.Ordinal)}?name={victim}&producer={victim}";
        yield return $"{path.Replace(victim, own, StringComparison.Ordinal)}?project={victim}&env=../../{victim}/envs/dev";
    }

    /// <summary>With names that are the same in every run.</summary>
    private static string Shown(string path) => Run.Replace(path, "attack-");

    [GeneratedRegex("attack-[0-9a-f]{6}-", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Run { get; }
}
