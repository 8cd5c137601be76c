using GitOps.Hosting.Files;

namespace GitOps.Configstore.Snapshots;

/// <summary>Writes files that are whole or not there, and their owner's alone.</summary>
internal static class AtomicFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        // A name of its own: two that write the same file must not write into each other.
        var temporary = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            await using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew, FileAccess.Write, bufferSize: 0, options: FileOptions.Asynchronous))
                await file.WriteAsync(content, cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
