using System.Text.RegularExpressions;
using GitOps.Attack.Identities;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Judging;

/// <summary>
/// Whether somebody was let in. A 404 is a refusal only when it is, but for the name, the same as for a producer that nobody has: another one tells
/// that the victim exists, and mostly more.
/// </summary>
public sealed partial class Judge(Prober configstore, SampleRequests samples, Cast cast, Tally tally)
{
    private const int MaxTries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Sends a declared request and notes what its answer means.</summary>
    /// <param name="under">What is put before the path: nothing, or <c>/api</c>.</param>
    public async Task AskAsync(Identity identity, Operation operation, string under, CancellationToken cancellation)
    {
        if (samples.Of(operation, cast.Victim) is not { } probe) return;
        var answer = await SendAsync(probe with { Path = under + probe.Path }, identity, cancellation, identity.May(operation) ? 1 : MaxTries);
        var verdict = await OfAsync(answer, identity, operation, under, cancellation);
        var (isAllowed, what) = (identity.May(operation), $"{operation.Method} {under}{operation.Path} -> {answer.Status}");
        if (!isAllowed && verdict == Verdict.LetIn && !answer.IsSuccess && identity.Highest >= Right.Read && !identity.ReadsAlone) verdict = Verdict.Unclear;
        tally.Count(identity, verdict);
        switch (verdict)
        {
            case Verdict.Broken:
                tally.Add(FindingKind.Broken, identity, $"makes {what}, expected no error");
                break;
            case Verdict.Unclear:
                tally.AddUnclear($"{identity}: {what}");
                break;
            case Verdict.LetIn when !isAllowed:
                tally.Add(FindingKind.Open, identity, $"may {what}, expected {Expected(identity, operation)}");
                break;
            case Verdict.Refused when isAllowed && !identity.IsNarrow && under.Length == 0 && operation.Right != Right.Public && !IsNoRefusal(identity, operation, answer):
                tally.Add(FindingKind.Closed, identity, $"may not {what}, expected to be let in");
                break;
        }
    }

    /// <summary>Answers to HEAD have no body by which one 404 could be told from another; to an operator nothing is hidden, so a 404 is the truth.</summary>
    private static bool IsNoRefusal(Identity identity, Operation operation, Answer answer) =>
        answer.Status == 429 || (answer.Status == 404 && (operation.Method == "HEAD" || identity.Highest == Right.Operator));

    /// <summary>What a caller of a public route must not get without more.</summary>
    public async Task AskUnsignedAsync(Identity identity, Operation operation, CancellationToken cancellation)
    {
        var answer = await SendAsync(samples.Of(operation, cast.Victim)!, identity, cancellation);
        tally.Count(identity, answer.IsSuccess ? Verdict.LetIn : Verdict.Refused);
        if (answer.IsSuccess) tally.Add(FindingKind.Open, identity, $"may {operation} -> {answer.Status} without a signature, login or page of its own");
    }

    /// <summary>Sends a request again while the server says that it cannot tell yet.</summary>
    private async Task<Answer> SendAsync(Probe probe, Identity identity, CancellationToken cancellation, int maxTries = MaxTries)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await configstore.SendAsync(probe, identity, cancellation);
            if (answer.Status != 503 || tries == maxTries) return answer;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Sends a request that is none, to which a server, or one before it, may answer by closing the connection: status 0.</summary>
    public async Task<Answer> SendOddAsync(Probe probe, Identity identity, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(probe, identity, cancellation);
        }
        catch (HttpRequestException)
        {
            return new Answer(0, "");
        }
    }

    private async Task<Verdict> OfAsync(Answer answer, Identity identity, Operation operation, string under, CancellationToken cancellation)
    {
        switch (answer.Status)
        {
            case 401 or 403 or 405 or 429:
                return Verdict.Refused;
            case 500:
            case 503 when !identity.May(operation):
                return Verdict.Broken;
            case 404 when operation.Method == "HEAD":
                return Verdict.Refused;
            case 404:
                var probe = samples.Of(operation, cast.Absent)!;
                var none = await SendAsync(probe with { Path = under + probe.Path }, identity, cancellation);
                return none.Status == 404 && WithoutNames(none.Body) == WithoutNames(answer.Body) ? Verdict.Refused : Verdict.LetIn;
            default:
                return Verdict.LetIn;
        }
    }

    private string WithoutNames(string body) =>
        TraceId.Replace(body, "").Replace(cast.Victim, "*", StringComparison.Ordinal).Replace(cast.Absent, "*", StringComparison.Ordinal);

    private static string Expected(Identity identity, Operation operation) =>
        identity.Highest == Right.Public && !identity.IsVictimsPod ? "401" : operation.IsOfAProducer && identity.Highest < Right.Read && operation.Right < Right.Operator ? "404" : "403";

    [GeneratedRegex("\"traceId\":\"[^\"]*\"", RegexOptions.CultureInvariant)]
    private static partial Regex TraceId { get; }
}
