using System.ComponentModel.DataAnnotations;

namespace GitOps.Gitea;

/// <summary>How to reach Gitea and how much to ask of it. Every value but the address and the token has a default.</summary>
public sealed class GiteaOptions : IValidatableObject
{
    /// <summary>The root of Gitea, http or https, with its sub-path if it has one: <c>https://git.example.org/</c>. No user info, no query.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>An administrator's token with all scopes (Gitea 1.26 demands scopes). Null asks anonymously, for tests alone.</summary>
    public string? Token { get; set; }

    /// <summary>Requests in flight at once, 1 to 256. Default 8: past that, Gitea on two cores only answers slower.</summary>
    [Range(1, 256)]
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>Rows asked for per page, 1 to 50. Default 50, the most that Gitea gives without saying so.</summary>
    [Range(1, 50)]
    public int PageSize { get; set; } = 50;

    /// <summary>Time for one try, body included, 0.1 s to 10 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for one call with all of its tries and the waits between, 0.1 s to 1 h. Default 30 s. Waiting for a slot does not count.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries after the first, 0 to 10. Default 4. Only calls that may safely be repeated are.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 4;

    /// <summary>Wait before the first further try, doubled each time, with jitter, 1 ms to 1 min. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a listing that shifted while it was read is started again before it fails, 0 to 20. Default 3.</summary>
    [Range(0, 20)]
    public int MaxListRestarts { get; set; } = 3;

    /// <summary>The largest answer that is read, in bytes, 1 KiB to 1 GiB. Default 64 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long "this token is an administrator's" is believed when a 404 must be told from "may not see", 0 to 10 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan AdministratorConfirmation { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Never the token.</summary>
    public override string ToString() => $"Gitea at {BaseUrl}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is { } url
            && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0))
        {
            yield return new("BaseUrl must be an absolute http or https URL without user info and query.", [nameof(BaseUrl)]);
        }

        if (Token is { } token && (token.Length == 0 || token.Any(character => character is <= ' ' or > '~')))
        {
            yield return new("Token must be printable ASCII without blanks.", [nameof(Token)]);
        }

        if (AttemptTimeout > TotalTimeout)
        {
            yield return new("AttemptTimeout must not exceed TotalTimeout.", [nameof(AttemptTimeout), nameof(TotalTimeout)]);
        }
    }
}
