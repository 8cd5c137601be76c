using GitOps.Attack.Identities;
using GitOps.Attack.Judging;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Campaigns;

/// <summary>Every route with the verbs that it has, as everybody, with and without <c>/api</c> before it.</summary>
public sealed class DeclaredRoutes(IReadOnlyList<Operation> operations, Cast cast, Judge judge, Tally tally, bool readOnly)
{
    private const int AtOnce = 8;
    private static readonly string[] Prefixes = ["", "/api"];

    public async Task RunAsync(Action<string> progress, CancellationToken cancellation)
    {
        foreach (var identity in cast.Identities)
        {
            progress($"every route as {identity}");
            await AskWhatIsDeniedAsync(identity, cancellation);
            var reads = operations.Where(operation => operation.Right != Right.Public && operation.IsReading && identity.May(operation)).ToArray();
            await ForEachAsync(reads, operation => judge.AskAsync(identity, operation, "", cancellation), cancellation);
        }
        await AskPublicAsync(cancellation);
    }

    /// <summary>At the very end, since it changes what is attacked: those who may write show that the routes are there, and take bodies such as were sent.</summary>
    public async Task RunControlsAsync(Action<string> progress, CancellationToken cancellation)
    {
        if (readOnly) return;
        foreach (var identity in cast.Identities.Where(identity => identity.IsControl))
        {
            progress($"every write that {identity} may");
            var writes = operations.Where(operation => !operation.IsReading && identity.May(operation) && (operation.Right == Right.Operator) == (identity.Highest == Right.Operator) && operation.Right != Right.Public);
            foreach (var operation in writes.OrderBy(operation => operation.Method == "DELETE")) await judge.AskAsync(identity, operation, "", cancellation);
        }
    }

    private async Task AskWhatIsDeniedAsync(Identity identity, CancellationToken cancellation)
    {
        var before = await cast.StateAsync(cancellation);
        var denied = from operation in operations
                     where !identity.May(operation) && (!readOnly || operation.IsReading)
                     from prefix in Prefixes
                     select (operation, prefix);
        await ForEachAsync([.. denied], asked => judge.AskAsync(identity, asked.operation, asked.prefix, cancellation), cancellation);
        var after = await cast.StateAsync(cancellation);
        if (before != after) tally.Add(FindingKind.Changed, identity, $"changed what is the victim's, expected nothing: {Difference(before!, after!)}");
    }

    private async Task AskPublicAsync(CancellationToken cancellation)
    {
        foreach (var operation in operations.Where(operation => operation.Right == Right.Public && (!readOnly || operation.IsReading)))
        {
            if (KnownRoutes.Public.TryGetValue(operation.ToString(), out var maySucceed) && !maySucceed) await judge.AskUnsignedAsync(Identity.Nobody, operation, cancellation);
            else await judge.AskAsync(Identity.Nobody, operation, "", cancellation);
        }
    }

    internal static string Difference(string before, string after) =>
        string.Join("; ", after.Split('\n').Except(before.Split('\n')).DefaultIfEmpty("something is gone"));

    private static Task ForEachAsync<T>(IReadOnlyCollection<T> asked, Func<T, Task> ask, CancellationToken cancellation) =>
        Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (one, _) => await ask(one));
}
