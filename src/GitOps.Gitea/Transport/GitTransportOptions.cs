using System.ComponentModel.DataAnnotations;

namespace GitOps.Gitea.Transport;

/// <summary>Where mirrors are kept and how much a git process may take.</summary>
public sealed class GitTransportOptions
{
    /// <summary>Holds one bare mirror per repository. This process alone uses it; it may be deleted while the process is down.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Directory { get; set; } = "";

    /// <summary>The git program, 2.30 or later, by name or path. Default <c>git</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Program { get; set; } = "git";

    /// <summary>Time for one git process, 1 s to 1 h. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>git processes at once, 1 to 64. Default 4.</summary>
    [Range(1, 64)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>The largest blob that is read, in bytes, 1 KiB to 1 GiB. Default 16 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBlobBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The longest tree listing that is read, in bytes, 1 KiB to 1 GiB. Default 64 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxTreeBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most that one fetch may bring, in bytes on disk, 1 KiB to 1 TiB. Default 256 MiB. It is ended as soon as it brings more.</summary>
    [Range(1024L, 1024L * 1024 * 1024 * 1024)]
    public long MaxFetchBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Packs after which a mirror is made anew, 2 to 10000. Default 64: old commits are never read again.</summary>
    [Range(2, 10000)]
    public int MaxPacks { get; set; } = 64;
}
