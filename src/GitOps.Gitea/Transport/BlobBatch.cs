using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Transport;

/// <summary>Reads <c>git cat-file --batch</c>: for each name asked for, <c>sha type size LF bytes LF</c> or <c>sha missing LF</c>.</summary>
internal sealed class BlobBatch(Stream stream, RepositoryName repository, int maxBlobBytes)
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <exception cref="BrokenMirrorException">A blob is missing or is not what its name says.</exception>
    /// <exception cref="GitTransportException">A blob is too large.</exception>
    public async Task ReadAsync(IEnumerable<string> shas, Func<FetchedBlob, CancellationToken, ValueTask> take, CancellationToken cancellation)
    {
        foreach (var sha in shas)
        {
            var header = (await ReadLineAsync(cancellation)).Split(' ');
            if (header is not [_, "blob", var size] || header[0] != sha
                || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                throw new BrokenMirrorException($"asked for blob {sha}, git says '{string.Join(' ', header)}'");
            }

            if (length > maxBlobBytes)
            {
                throw new GitTransportException(
                    $"Reading blob {sha} of {repository}: its {length} bytes are more than {maxBlobBytes}. Make the file smaller or raise the limit.");
            }

            var content = await ReadBytesAsync((int)length, cancellation);
            if (!ObjectId.IsBlob(content, sha))
            {
                throw new BrokenMirrorException($"the {length} bytes of blob {sha} are not its own");
            }

            await take(new FetchedBlob(sha, content), cancellation);
        }

        await _reader.CompleteAsync();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end));
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                throw new BrokenMirrorException("git cat-file ended before it had answered everything");
            }
        }
    }

    private async Task<byte[]> ReadBytesAsync(int length, CancellationToken cancellation)
    {
        // One more for the line feed behind.
        var read = await _reader.ReadAtLeastAsync(length + 1, cancellation);
        if (read.Buffer.Length <= length)
        {
            throw new BrokenMirrorException("git cat-file ended in the middle of a blob");
        }

        var content = read.Buffer.Slice(0, length).ToArray();
        _reader.AdvanceTo(read.Buffer.GetPosition(length + 1));
        return content;
    }
}
