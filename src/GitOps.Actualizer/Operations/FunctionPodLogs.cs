using System.Globalization;
using System.Text;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Logs;
using GitOps.Kubernetes.Objects;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Operations;

/// <summary>
/// What the pods of a function wrote, merged by time, each line behind its pod's name. Which pods those are the function's own object in
/// the cluster says: nothing else tells its namespace, and whose it is.
/// </summary>
public sealed class FunctionPodLogs(KubernetesClient client, LiveObjects live)
{
    /// <summary>Bytes of an answer; of more, the newest are given.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Bytes that are read of one pod's log before reading ends.</summary>
    private const int MaxBytesRead = 16 * 1024 * 1024;

    /// <summary>How long one container's log may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>Init container that installs packages; why a function does not start stands in its log.</summary>
    private const string Installing = "install";

    private const string KubelessFunctionKind = "Function";

    private static readonly GroupVersionKind Pod = new("v1", "Pod");

    /// <returns>How many pods there are, and their lines.</returns>
    /// <exception cref="KubernetesException">The pods could not be listed.</exception>
    public async Task<(int Pods, string Text)> ReadAsync(EnvironmentKey environment, string service, LogOptions options, CancellationToken cancellation)
    {
        var name = new ObjectNames(environment).Function(service);
        var function = live.OwnedBy(environment).Select(item => item.Key).FirstOrDefault(key => key.Name == name && key.Kind is "Deployment" or KubelessFunctionKind);
        if (function.Name is null) return (0, "");
        var found = await client.ListAsync(Pod, function.Namespace, new ListOptions { LabelSelector = SelectorOf(function, environment) }, cancellation);
        var logs = await Task.WhenAll(found.Items.Select(pod => ReadAsync(pod, options, MaxBytes / found.Items.Count, cancellation)));
        return (found.Items.Count, Merge(logs));
    }

    private static string SelectorOf(ObjectKey function, EnvironmentKey environment) => function.Kind == KubelessFunctionKind
        // Kubeless' controller labels the pods of a function so; names of functions are one environment's alone.
        ? $"function={function.Name}"
        : string.Join(',', EnvironmentLabels.Of(environment).Append(KeyValuePair.Create("id", function.Name)).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>A pod's lines, oldest first; where there are none to be had, a line that says why. One pod's silence is not that of the others.</summary>
    private async Task<IReadOnlyList<(DateTimeOffset Time, string Line)>> ReadAsync(KubernetesObject pod, LogOptions options, int maxBytes, CancellationToken cancellation)
    {
        var (lines, reason) = await TryReadAsync(pod, options, maxBytes, cancellation);
        if (reason is null) return lines;
        var told = (DateTimeOffset.MaxValue, $"{pod.Name} -- no log: {reason}");
        if (!HasInstalled(pod)) return [told];
        // Why it did not start may stand where its packages were installed.
        var (installing, _) = await TryReadAsync(pod, options with { Container = Installing, Previous = false }, maxBytes, cancellation);
        return [.. installing, told];
    }

    private async Task<(IReadOnlyList<(DateTimeOffset Time, string Line)> Lines, string? Reason)> TryReadAsync(KubernetesObject pod, LogOptions options, int maxBytes, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return (await ReadContainerAsync(pod, options, maxBytes, patience.Token), null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ([], $"nothing came within {Patience.TotalSeconds} s");
        }
        catch (Exception failure) when (failure is KubernetesException or IOException or HttpRequestException)
        {
            return ([], failure.Message);
        }
    }

    private async Task<IReadOnlyList<(DateTimeOffset Time, string Line)>> ReadContainerAsync(KubernetesObject pod, LogOptions options, int maxBytes, CancellationToken cancellation)
    {
        var lines = new Queue<(DateTimeOffset Time, string Line)>();
        var bytes = 0;
        await using var log = await client.OpenLogAsync(pod.Namespace, pod.Name, options with { Timestamps = true, LimitBytes = MaxBytesRead }, cancellation);
        using var reader = new StreamReader(log, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            var (time, text) = Split(line);
            lines.Enqueue((time, $"{pod.Name} {text}"));
            bytes += Encoding.UTF8.GetByteCount(text) + pod.Name.Length + 2;
            while (bytes > maxBytes && lines.TryDequeue(out var oldest)) bytes -= Encoding.UTF8.GetByteCount(oldest.Line) + 1;
        }
        return [.. lines];
    }

    /// <summary>Each line begins with its time.</summary>
    private static (DateTimeOffset Time, string Text) Split(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time, line[(space + 1)..])
            : (DateTimeOffset.MinValue, line);
    }

    private static bool HasInstalled(KubernetesObject pod) =>
        pod.Json.TryGetProperty("spec"u8, out var spec)
        && spec.TryGetProperty("initContainers"u8, out var containers)
        && containers.EnumerateArray().Any(container => container.TryGetProperty("name"u8, out var name) && name.GetString() == Installing);

    private static string Merge(IReadOnlyList<IReadOnlyList<(DateTimeOffset Time, string Line)>> logs)
    {
        var text = new StringBuilder();
        // Stable: lines of one pod keep their order where times are equal.
        foreach (var (_, line) in logs.SelectMany(log => log).OrderBy(line => line.Time)) text.Append(line).Append('\n');
        return text.ToString();
    }
}
