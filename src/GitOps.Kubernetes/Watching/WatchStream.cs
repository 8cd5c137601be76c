using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Transport;

namespace GitOps.Kubernetes.Watching;

/// <summary>Reads the lines of one watch response.</summary>
internal static class WatchStream
{
    private const int ReadSize = 16 * 1024;

    public static async IAsyncEnumerable<WatchEvent> ReadAsync(
        ApiRequest request, Stream body, GroupVersionKind kind, TimeSpan idleTimeout, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var idle = new IdleTimeout(idleTimeout, time, cancellation);
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: ReadSize, minimumReadSize: 1));
        try
        {
            while (true)
            {
                var result = await ReadAsync(request, reader, idle, cancellation);
                var rest = result.Buffer;
                while (TryReadLine(ref rest, out var line))
                {
                    if (line.Length == 0) continue;
                    using var document = Parse(request, line);
                    yield return Read(request, document.RootElement, kind);
                }
                // A last line without its end is one that the server did not finish: what it told is told again on resuming.
                if (result.IsCompleted) yield break;
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(ApiRequest request, PipeReader reader, IdleTimeout idle, CancellationToken cancellation)
    {
        try
        {
            idle.Start();
            var result = await reader.ReadAsync(idle.Token);
            idle.Stop();
            return result;
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new UnreachableException(idle.HasPassed
                ? $"Could not {request.Action}: no byte came for {idle.Time.TotalSeconds:0.#} s, so the connection counts as dead. Resume from the last resource version."
                : $"Could not {request.Action}: the connection broke ({error.Message.TrimEnd('.')}). Resume from the last resource version.", error);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private static JsonDocument Parse(ApiRequest request, ReadOnlySequence<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException error)
        {
            throw new UnreachableException($"Could not {request.Action}: what came is no watch event. Check that nothing between here and the API server changes answers.", error);
        }
    }

    /// <exception cref="KubernetesException">The server ends the watch with an error, such as <see cref="GoneException"/>.</exception>
    private static WatchEvent Read(ApiRequest request, JsonElement line, GroupVersionKind kind)
    {
        if (line.ValueKind != JsonValueKind.Object
            || !line.TryGetProperty("type"u8, out var type) || type.ValueKind != JsonValueKind.String
            || !line.TryGetProperty("object"u8, out var json))
        {
            throw new UnreachableException($"Could not {request.Action}: a line without type or object came. Check that nothing between here and the API server changes answers.");
        }
        if (type.ValueEquals("ERROR"u8)) throw ErrorFactory.Create(request.Action, ApiStatus.Read(json));
        var known = type.ValueEquals("ADDED"u8) ? WatchEventType.Added
            : type.ValueEquals("MODIFIED"u8) ? WatchEventType.Modified
            : type.ValueEquals("DELETED"u8) ? WatchEventType.Deleted
            : type.ValueEquals("BOOKMARK"u8) ? WatchEventType.Bookmark
            : throw new UnreachableException($"Could not {request.Action}: an event of the unknown type {type} came.");
        return new WatchEvent(known, new KubernetesObject(json, kind));
    }
}
