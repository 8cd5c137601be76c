namespace GitOps.Configstore.Snapshots;

/// <summary>Writes files that are whole or not there.</summary>
internal static class AtomicFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        // A name of its own: two that write the same file must not write into each other.
        var temporary = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
