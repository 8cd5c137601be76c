using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace GitOps.Configstore.Intake;

/// <summary>
/// The bodies that are on their way in. Together they take no more than <paramref name="capacity"/>, however many connections send them
/// and however slowly. When that is used up, one of them gives way: of those that take longer than <see cref="Prompt"/>, or else of all,
/// the oldest of whoever's take most. So who sends slowly makes room for the others, and who sends much for those who send little.
/// </summary>
/// <param name="capacity">Bytes of memory.</param>
/// <param name="patience">How long a body may take.</param>
public sealed class BodyPool(long capacity, TimeSpan patience, TimeProvider time)
{
    /// <summary>What a body takes at a time; the shortest takes one, as its connection and its request cost something, too.</summary>
    public const int SegmentBytes = 64 * 1024;

    /// <summary>In which a body comes that nothing is wrong with.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<Incoming> _incoming = new();
    private readonly Stack<byte[]> _free = new();
    private long _held;

    /// <summary>Reads the body of a request whole.</summary>
    /// <param name="context">The request.</param>
    /// <param name="sender">Whose it is counted as.</param>
    /// <param name="maxBytes">A longer one is refused, before it is read when it says its length.</param>
    /// <exception cref="BodyRefusedException">It was too large (413), too slow (408), or had to give way (503).</exception>
    /// <exception cref="BadHttpRequestException">It broke off.</exception>
    public async Task<byte[]> ReadAsync(HttpContext context, object sender, int maxBytes, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
        if (context.Request.ContentLength > maxBytes) throw BodyRefusedException.TooLarge(maxBytes);
        using var body = new Incoming(sender, time.GetTimestamp(), patience, time);
        using var ended = cancellation.UnsafeRegister(static stopped => ((Incoming)stopped!).Stop.Cancel(), body);
        Enter(body);
        try
        {
            return await ReceiveAsync(context.Request, body, maxBytes);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw BodyRefusedException.TooLarge(maxBytes);
        }
        catch (ConnectionResetException)
        {
            // Kestrel takes a read that failed for one that goes on: it would tell an error when it reads the rest away, and there is none.
            context.Abort();
            throw;
        }
        catch (OperationCanceledException) when (body.Stop.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw body.GaveWay ? BodyRefusedException.GaveWay() : BodyRefusedException.TooSlow(patience);
        }
        finally
        {
            Leave(body);
        }
    }

    private async Task<byte[]> ReceiveAsync(HttpRequest request, Incoming body, int maxBytes)
    {
        var reader = request.BodyReader;
        // Not by the token itself: Kestrel would take the read for one that goes on, and tell an error when it reads the rest away.
        using var stopped = body.Stop.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
        while (true)
        {
            var read = await reader.ReadAsync(CancellationToken.None);
            try
            {
                body.Stop.Token.ThrowIfCancellationRequested();
                if (body.Length + read.Buffer.Length > maxBytes) throw BodyRefusedException.TooLarge(maxBytes);
                foreach (var part in read.Buffer) Append(body, part.Span);
            }
            finally
            {
                // Whoever reads the rest away, so that the answer can be heard, finds a reader that nobody is using.
                reader.AdvanceTo(read.Buffer.End);
            }
            if (read.IsCompleted) return body.ToArray();
        }
    }

    private void Append(Incoming body, ReadOnlySpan<byte> part)
    {
        while (part.Length > 0)
        {
            var used = body.Length % SegmentBytes;
            if (used == 0) AddSegment(body);
            var fits = Math.Min(part.Length, SegmentBytes - used);
            part[..fits].CopyTo(body.Segments[^1].AsSpan(used));
            body.Length += fits;
            part = part[fits..];
        }
    }

    /// <summary>Memory is taken for what has come, never for what is announced.</summary>
    private void AddSegment(Incoming body)
    {
        lock (_lock)
        {
            if (body.Segments.Count > 0 && body.Node is not null) Charge(body, body.Charge + SegmentBytes);
            if (body.Node is not null) body.Segments.Add(_free.TryPop(out var free) ? free : new byte[SegmentBytes]);
        }
        body.Stop.Token.ThrowIfCancellationRequested();
    }

    private void Enter(Incoming body)
    {
        lock (_lock)
        {
            body.Node = _incoming.AddLast(body);
            Charge(body, SegmentBytes);
        }
    }

    private void Leave(Incoming body)
    {
        lock (_lock)
        {
            Remove(body);
            // Kept for the next bodies: given to the garbage collector it would be there for long, and more beside it.
            foreach (var segment in body.Segments)
            {
                if (_free.Count < capacity / SegmentBytes) _free.Push(segment);
            }
            body.Segments.Clear();
        }
    }

    private void Charge(Incoming body, int charge)
    {
        _held += charge - body.Charge;
        body.Charge = charge;
        while (_held > capacity)
        {
            var last = Choose();
            Remove(last);
            last.GaveWay = true;
            // Its reader learns it on another thread: nothing of it runs under this lock.
            _ = last.Stop.CancelAsync();
        }
    }

    private Incoming Choose()
    {
        var slow = _incoming.TakeWhile(body => time.GetElapsedTime(body.Since) > Prompt).ToList();
        return (slow.Count > 0 ? slow : _incoming.AsEnumerable()).GroupBy(body => body.Sender).MaxBy(bodies => bodies.Sum(body => (long)body.Charge))!.First();
    }

    private void Remove(Incoming body)
    {
        if (body.Node is null) return;
        _incoming.Remove(body.Node);
        body.Node = null;
        _held -= body.Charge;
    }

    private sealed class Incoming(object sender, long since, TimeSpan patience, TimeProvider time) : IDisposable
    {
        public object Sender => sender;

        public List<byte[]> Segments { get; } = [];

        public int Length { get; set; }

        public long Since => since;

        public int Charge { get; set; }

        public bool GaveWay { get; set; }

        /// <summary>Null once it takes nothing of the pool.</summary>
        public LinkedListNode<Incoming>? Node { get; set; }

        public CancellationTokenSource Stop { get; } = new(patience, time);

        public byte[] ToArray()
        {
            var whole = new byte[Length];
            for (var index = 0; index < Segments.Count; index++)
            {
                var start = index * SegmentBytes;
                Segments[index].AsSpan(0, Math.Min(SegmentBytes, Length - start)).CopyTo(whole.AsSpan(start));
            }
            return whole;
        }

        public void Dispose() => Stop.Dispose();
    }
}
