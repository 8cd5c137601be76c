using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// The object store of one bare repository. Loose objects are read and written in this process, without starting git;
/// seeded ones come from the packs that all
/// repositories share; only what somebody packed is asked of <c>git cat-file</c>. Format: gitformat-loose(5).
/// </summary>
internal sealed class ObjectStore(string repositoryPath, SeedStore seeds, CatFile catFile)
{
    private const int IdLength = 40;
    private readonly string _objects = Path.Combine(repositoryPath, "objects");

    /// <summary>Reads an object, or null when the repository does not have it.</summary>
    /// <exception cref="GitException">The object is there but damaged.</exception>
    public GitObject? TryRead(string id)
    {
        if (!IsId(id))
        {
            return null;
        }

        try
        {
            using var inflated = new ZLibStream(OpenLoose(id), CompressionMode.Decompress);
            var (kind, size) = ReadHeader(inflated, id);
            var content = new byte[size];
            inflated.ReadExactly(content);
            return new GitObject(kind, content);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return seeds.TryRead(id) ?? (HasPacks() ? catFile.TryRead(repositoryPath, id) : null);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new GitException($"Reading object {id} of {repositoryPath}: the file is damaged. Run git fsck there.", error);
        }
    }

    public byte[] Read(string id, GitObjectKind kind)
    {
        var found = TryRead(id) ?? throw new GitException($"Reading {kind} {id} of {repositoryPath}: there is no such object. Run git fsck there.");
        return found.Kind == kind
            ? found.Content
            : throw new GitException($"Reading {kind} {id} of {repositoryPath}: it is a {found.Kind}.");
    }

    /// <summary>The size in bytes of an object's content, without reading it when it is loose; null when there is none.</summary>
    public long? TrySize(string id)
    {
        try
        {
            using var inflated = new ZLibStream(OpenLoose(id), CompressionMode.Decompress);
            return ReadHeader(inflated, id).Size;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return TryRead(id)?.Content.Length;
        }
    }

    /// <summary>Writes an object as a loose file unless it is there already, and returns its id.</summary>
    public string Write(GitObjectKind kind, ReadOnlySpan<byte> content)
    {
        var header = Header(kind, content.Length);
        var id = Hash(header, content);
        var directory = Path.Combine(_objects, id[..2]);
        var path = Path.Combine(directory, id[2..]);
        if (File.Exists(path))
        {
            return id;
        }

        Directory.CreateDirectory(directory);
        // A reader must never see half an object, so it appears by renaming.
        var temporary = Path.Combine(directory, "tmp_obj_" + Guid.NewGuid().ToString("n"));
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        using (var deflated = new ZLibStream(file, CompressionLevel.Fastest))
        {
            deflated.Write(header);
            deflated.Write(content);
        }

        File.Move(temporary, path, overwrite: true);
        return id;
    }

    /// <summary>The id that git gives an object.</summary>
    public static string IdOf(GitObjectKind kind, ReadOnlySpan<byte> content) => Hash(Header(kind, content.Length), content);

    /// <summary>True for forty lower-case hexadecimal digits.</summary>
    public static bool IsId(string text) => text.Length == IdLength && !text.AsSpan().ContainsAnyExcept(HexDigits);

    /// <summary>The id of the one loose object that starts with these digits, or null. At least four digits, as in git.</summary>
    public string? TryExpand(string prefix)
    {
        if (prefix.Length is < 4 or >= IdLength || prefix.AsSpan().ContainsAnyExcept(HexDigits))
        {
            return null;
        }

        var directory = Path.Combine(_objects, prefix[..2]);
        var found = Directory.Exists(directory) ? Directory.GetFiles(directory, prefix[2..] + "*") : [];
        return found.Length == 1 ? prefix[..2] + Path.GetFileName(found[0]) : null;
    }

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private FileStream OpenLoose(string id) =>
        new(Path.Combine(_objects, id[..2], id[2..]), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private bool HasPacks()
    {
        var packs = Path.Combine(_objects, "pack");
        return Directory.Exists(packs) && Directory.EnumerateFiles(packs, "*.idx").Any();
    }

    private static (GitObjectKind Kind, long Size) ReadHeader(Stream inflated, string id)
    {
        Span<byte> header = stackalloc byte[32];
        for (var length = 0; length < header.Length; length++)
        {
            inflated.ReadExactly(header.Slice(length, 1));
            if (header[length] == 0)
            {
                var text = Encoding.ASCII.GetString(header[..length]);
                var space = text.IndexOf(' ', StringComparison.Ordinal);
                return (KindOf(text[..space]), long.Parse(text.AsSpan(space + 1), CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidDataException($"Object {id} has no header.");
    }

    public static string NameOf(GitObjectKind kind) => kind switch
    {
        GitObjectKind.Blob => "blob",
        GitObjectKind.Tree => "tree",
        GitObjectKind.Commit => "commit",
        _ => "tag",
    };

    public static GitObjectKind KindOf(string name) => name switch
    {
        "blob" => GitObjectKind.Blob,
        "tree" => GitObjectKind.Tree,
        "commit" => GitObjectKind.Commit,
        "tag" => GitObjectKind.Tag,
        _ => throw new InvalidDataException($"\"{name}\" is no kind of git object."),
    };

    private static byte[] Header(GitObjectKind kind, int length) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{NameOf(kind)} {length}\0"));

    private static string Hash(ReadOnlySpan<byte> header, ReadOnlySpan<byte> content)
    {
#pragma warning disable CA5350 // git names its objects by SHA-1; nothing is protected by it here.
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        sha1.AppendData(header);
        sha1.AppendData(content);
        return Convert.ToHexStringLower(sha1.GetHashAndReset());
    }
}
