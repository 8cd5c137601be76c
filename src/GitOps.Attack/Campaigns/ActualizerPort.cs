using System.Net;
using GitOps.Attack.Identities;
using GitOps.Attack.Judging;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Campaigns;

/// <summary>
/// The actualizer's own port, whose routes are an operator's. Where it has no token, whoever is on its machine may call it, as its README says; then
/// what is asked is whether a web page can, which a browser on that machine shows.
/// </summary>
public sealed class ActualizerPort(Prober actualizer, Installation installation, SampleRequests samples, Cast cast, Tally tally)
{
    private static readonly Identity Token = new("actualizer's token", Right.Operator);

    public async Task RunAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("the actualizer's port");
        var hasToken = installation.ActualizerToken is not null;
        // Of what the configstore knows, nothing opens this port.
        foreach (var identity in hasToken ? [.. cast.Identities, .. OfBrowsers()] : OfBrowsers()) await AskAsync(identity, cancellation);
        if (hasToken) await ControlAsync(installation.ActualizerToken!, cancellation);
        else if (!IPAddress.TryParse(actualizer.Root.Host, out var address) || !IPAddress.IsLoopback(address)) await AskAsync(Identity.Nobody, cancellation);
        else cast.Untried.Add("the actualizer's port without a page's headers: it has no ACTUALIZER_TOKEN, so all on its machine may call");
    }

    private static IEnumerable<Identity> OfBrowsers() =>
    [
        new("page of another site", Right.Public) { Headers = [("Origin", "https://attack.invalid"), ("Sec-Fetch-Site", "cross-site")] },
        new("page whose name leads here", Right.Public) { Headers = [("Host", "attack.invalid")] },
    ];

    private async Task AskAsync(Identity identity, CancellationToken cancellation)
    {
        foreach (var operation in KnownRoutes.Actualizer.Where(operation => !installation.ReadOnly || operation.IsReading))
        {
            var answer = await actualizer.SendAsync(samples.Of(operation, cast.Victim)!, identity, cancellation);
            var isRefused = answer.Status is 400 or 401 or 403 or 421;
            tally.Count(identity, isRefused ? Verdict.Refused : Verdict.LetIn);
            if (!isRefused) tally.Add(FindingKind.Open, identity, $"may {operation} of the actualizer -> {answer.Status}, expected 401 or 403");
        }
    }

    private async Task ControlAsync(string token, CancellationToken cancellation)
    {
        var identity = Token with { Headers = [("Authorization", $"Bearer {token}")] };
        foreach (var operation in KnownRoutes.Actualizer.Where(operation => operation.IsReading))
        {
            var answer = await actualizer.SendAsync(samples.Of(operation, cast.Victim)!, identity, cancellation);
            var isRefused = answer.Status is 401 or 403;
            tally.Count(identity, isRefused ? Verdict.Refused : Verdict.LetIn);
            if (isRefused) tally.Add(FindingKind.Closed, identity, $"may not {operation} of the actualizer -> {answer.Status}: is ACTUALIZER_TOKEN that of this actualizer?");
        }
    }
}
