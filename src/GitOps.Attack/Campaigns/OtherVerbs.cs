using GitOps.Attack.Identities;
using GitOps.Attack.Judging;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Campaigns;

/// <summary>Every route with the verbs that it does not have, odd ones too, and with headers that some servers take for the verb or the path.</summary>
public sealed class OtherVerbs(IReadOnlyList<Operation> operations, SampleRequests samples, Cast cast, Judge judge, Tally tally, bool readOnly)
{
    private const int AtOnce = 8;

    // The other address of an environment leads to the same.
    private readonly Operation[] _operations = [.. operations.Where(operation => !operation.Path.Contains("/projects/{project}/", StringComparison.Ordinal))];

    private static readonly string[] Reading = ["GET", "HEAD"];
    private static readonly string[] Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "ATTACK"];

    /// <summary>Header to value: what a server in between may take for the verb, the path, or who asks.</summary>
    private (string Name, string Value)[] Headers =>
    [
        ("X-HTTP-Method-Override", "DELETE"), ("X-HTTP-Method", "DELETE"), ("X-Method-Override", "DELETE"),
        ("X-Original-URL", $"/producers/{cast.Victim}/envs/dev/project"), ("X-Rewrite-URL", $"/producers/{cast.Victim}/envs/dev/project"),
        ("X-Forwarded-Prefix", $"/producers/{cast.Victim}"), ("X-Forwarded-User", "gitea_admin"), ("X-WEBAUTH-USER", "gitea_admin"), ("Remote-User", "gitea_admin"),
        ("X-Forwarded-For", "127.0.0.1"), ("Sudo", $"{cast.Victim}"),
    ];

    public async Task RunAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("every route with other verbs and headers");
        var asking = cast.Identities.Where(identity => identity.Highest < Right.Write && !identity.IsVictimsPod && identity.Name is not "wrong token" && !identity.Name.StartsWith("own token without", StringComparison.Ordinal)).ToArray();
        var before = await cast.StateAsync(cancellation);
        var requests = from path in _operations.GroupBy(operation => operation.Path)
                       from verb in (readOnly ? Reading : Verbs).Except(path.Select(operation => operation.Method))
                       from identity in asking
                       select (Operation: path.First() with { Method = verb }, identity);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(requests, options, async (request, _) => await AskAsync(request.identity, request.Operation, cancellation));

        var reads = _operations.Where(operation => operation is { Method: "GET", Right: Right.Read or Right.Write or Right.Owner });
        var disguised = from operation in reads from header in Headers from identity in asking select (operation, header, identity);
        await Parallel.ForEachAsync(disguised, options, async (request, _) => await AskAsync(request.identity, request.operation, request.header, cancellation));
        var after = await cast.StateAsync(cancellation);
        if (before != after) tally.Add(FindingKind.Changed, null, $"a verb or a header changed what is the victim's: {DeclaredRoutes.Difference(before!, after!)}");
    }

    private async Task AskAsync(Identity identity, Operation operation, CancellationToken cancellation)
    {
        var probe = new Probe(operation.Method, samples.Fill(operation.Path, cast.Victim)) { Body = Reading.Contains(operation.Method) || operation.Method == "TRACE" ? null : "{}" };
        var answer = await judge.SendOddAsync(probe, identity, cancellation);
        Note(identity, answer, $"{operation}");
    }

    private async Task AskAsync(Identity identity, Operation operation, (string Name, string Value) header, CancellationToken cancellation)
    {
        // Who may read is asked for what their own reading does not explain: a changed state, which is looked at when all is over.
        var probe = new Probe("GET", samples.Fill(operation.Path, cast.Victim)) { Headers = [header] };
        var answer = await judge.SendOddAsync(probe, identity, cancellation);
        if (identity.May(operation)) tally.Count(identity, Verdict.LetIn);
        else Note(identity, answer, $"{operation} with {header.Name}");
    }

    private void Note(Identity identity, Answer answer, string what)
    {
        tally.Count(identity, answer.Status == 500 ? Verdict.Broken : answer.IsSuccess ? Verdict.LetIn : Verdict.Refused);
        if (answer.Status == 500) tally.Add(FindingKind.Broken, identity, $"makes {what} -> 500, expected no error");
        else if (answer.IsSuccess) tally.Add(FindingKind.Open, identity, $"may {what} -> {answer.Status}, expected to be refused");
    }
}
