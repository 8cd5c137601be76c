using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace GitOps.Gitea.Tests.Recordings;

/// <summary>Every recorded call that the client declares, made again over real HTTP against its recorded answer.</summary>
public sealed class ReplayTests
{
    private static IEnumerable<RecordedCall> Successes => RecordedCall.All.Where(call => call.Recording.Status is < 300 or 304);

    private static IEnumerable<RecordedCall> Failures => RecordedCall.All.Where(call => call.Recording.Status >= 400);

    [Test]
    public void Recordings_AreCoveredByDeclaredCalls()
    {
        var uncovered = Recording.All.Where(recording => !recording.IsDelivery).Except(RecordedCall.All.Select(call => call.Recording)).ToList();
        TestContext.Out.WriteLine($"No call of the client's: {string.Join(", ", uncovered)}");
        Assert.That(RecordedCall.All, Has.Count.GreaterThan(150));
    }

    [TestCaseSource(nameof(Successes))]
    public async Task RecordedSuccess_Replayed_IsReadMemberByMember(RecordedCall call)
    {
        var (result, sent) = await ReplayAsync(call);

        Assert.That(Comparable(sent), Is.EqualTo(Comparable($"{call.Recording.Method} {call.Recording.Target}")), "the request is the recorded one");
        Assert.That(await DifferencesAsync(call.Recording, result), Is.Empty);
    }

    [TestCaseSource(nameof(Failures))]
    public void RecordedFailure_Replayed_IsItsTypedError(RecordedCall call)
    {
        var error = Assert.CatchAsync<GiteaException>(() => ReplayAsync(call))!;

        Assert.That(error.GetType(), Is.EqualTo(ExpectedType(call.Recording)), error.Message);
        Assert.That((int)error.Status!, Is.EqualTo(call.Recording.Status));
        Assert.That(error.ToString(), Does.Not.Contain(TestClient.Token));
    }

    private static Type ExpectedType(Recording recording) => recording.Status switch
    {
        401 => typeof(GiteaUnauthorizedException),
        403 => typeof(GiteaForbiddenException),
        404 => typeof(GiteaNotFoundException),
        409 => typeof(GiteaConflictException),
        422 when recording.Name.Contains("duplicate") || recording.Name.Contains("other-user") || recording.Name.Contains("exists")
            || recording.Name.Contains("-sha") || recording.Name.Contains("with-repos") => typeof(GiteaConflictException),
        400 or 422 => typeof(GiteaValidationException),
        405 => typeof(GiteaProtocolException),
        _ => typeof(GiteaUnavailableException),
    };

    private static async Task<(object? Result, string Sent)> ReplayAsync(RecordedCall call)
    {
        await using var server = await LoopbackServer.StartAsync(context => AnswerAsync(context, call.Recording));
        var options = TestClient.Options(server.Url);
        options.MaxRetries = 0;
        using var connection = GiteaConnection.Open(
            options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, transport: null);
        var result = await call.InvokeAsync(type => typeof(GiteaConnection).GetMethod(nameof(GiteaConnection.Api))!.MakeGenericMethod(type).Invoke(connection, null)!);
        return (result, server.Requests.Single());
    }

    private static Task AnswerAsync(HttpContext context, Recording recording)
    {
        context.Response.StatusCode = recording.Status;
        foreach (var (name, value) in recording.ResponseHeaders.Where(header => header.Key is not ("Content-Length" or "Transfer-Encoding" or "Date")))
        {
            context.Response.Headers[name] = value;
        }

        return recording.Status is 204 or 304 ? Task.CompletedTask : context.Response.WriteAsync(recording.BodyText);
    }

    private static async Task<List<string>> DifferencesAsync(Recording recording, object? result)
    {
        switch (result)
        {
            case null:
                return recording.Status is 204 ? [] : [$"nothing was read of {recording.Status}"];
            case HttpResponseMessage raw:
                return [.. Agreement.Differences(await raw.Content.ReadAsStringAsync(), System.Text.Json.JsonSerializer.SerializeToElement(recording.BodyText))];
            case var response when response.GetType().Name.StartsWith("Response", StringComparison.Ordinal):
                result = response.GetType().GetMethod("GetContent")!.Invoke(response, null);
                break;
        }

        return [.. Agreement.Differences(result, recording.Body)];
    }

    // What is not given is sent as its default or not at all, so queries compare by the recorded names.
    private static string Comparable(string request)
    {
        var parts = request.Split('?', 2);
        var query = QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : "")
            .Where(pair => pair.Value != "0" && pair.Value != "False" && pair.Value != "false" && pair.Value != "")
            .Select(pair => $"{pair.Key}={pair.Value.ToString().ToLowerInvariant()}")
            .Order(StringComparer.Ordinal);
        return $"{Uri.UnescapeDataString(parts[0])}?{string.Join('&', query)}";
    }
}
