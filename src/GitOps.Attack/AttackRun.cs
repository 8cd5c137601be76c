using System.Diagnostics;
using GitOps.Attack.Campaigns;
using GitOps.Attack.Identities;
using GitOps.Attack.Judging;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;

namespace GitOps.Attack;

/// <summary>The whole attack: who asks is gathered, everything is asked, what was made is removed.</summary>
public static class AttackRun
{
    /// <param name="installation">What is attacked.</param>
    /// <param name="progress">Told one line per step.</param>
    /// <param name="cancellation">Ends it; what was made is removed first.</param>
    /// <exception cref="AttackException">Nothing can be said; see <see cref="AttackException.IsUsersToMend"/> for what else comes out of this.</exception>
    public static async Task<AttackReport> RunAsync(Installation installation, Action<string> progress, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var configstore = new Prober(installation.Configstore);
        var operations = await ApiDocument.ReadAsync(configstore, cancellation);
        var tally = new Tally();
        Declarations.Check(operations, tally);

        await using var cast = await Cast.GatherAsync(installation, configstore, progress, cancellation);
        await WarmUpAsync(configstore, cast, cancellation);
        var samples = new SampleRequests(installation.Prefix, cast.Victim);
        cast.Untried.AddRange(operations.Where(operation => samples.Of(operation, cast.Victim) is null).Select(operation => $"{operation}: no request is known that could do no harm"));
        var judge = new Judge(configstore, samples, cast, tally);
        var declared = new DeclaredRoutes(operations, cast, judge, tally, installation.ReadOnly);
        await declared.RunAsync(progress, cancellation);
        await new OtherVerbs(operations, samples, cast, judge, tally, installation.ReadOnly).RunAsync(progress, cancellation);
        await new OtherPaths(operations, samples, cast, judge, tally).RunAsync(progress, cancellation);
        var sent = 0;
        if (installation.Actualizer is { } url)
        {
            using var actualizer = new Prober(url);
            await new ActualizerPort(actualizer, installation, samples, cast, tally).RunAsync(progress, cancellation);
            sent = actualizer.Sent;
        }
        await declared.RunControlsAsync(progress, cancellation);
        progress("removing what was made");
        return new AttackReport(tally, tally.Identities, cast.Untried, configstore.Sent + sent, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Tokens that were right once are let in also when others of this address have guessed too often, which the wrong ones here will have.</summary>
    private static async Task WarmUpAsync(Prober configstore, Cast cast, CancellationToken cancellation)
    {
        foreach (var identity in cast.Identities.Where(identity => identity.Highest >= Right.Known))
        {
            var answer = await configstore.SendAsync(new Probe("GET", "/me"), identity, cancellation);
            if (answer.Status != 200) throw new AttackException($"GET /me as {identity} is answered {answer.Status}: its credential is not known, so nothing that is refused to it would tell anything. {answer.Body}");
        }
    }
}
