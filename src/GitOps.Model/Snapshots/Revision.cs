using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using GitOps.Model.Serialization;

namespace GitOps.Model.Snapshots;

/// <summary>
/// What an environment is made of: the commit of its <c>dev</c> and of its <c>functions</c> repository, written
/// <c>&lt;dev sha&gt;.&lt;functions sha&gt;</c>. A repository without a commit counts as <see cref="NoCommit"/>.
/// Clients treat the text as opaque; it is the ETag of everything read at it.
/// </summary>
[JsonConverter(typeof(ParsableJsonConverter<Revision>))]
public readonly record struct Revision : IParsable<Revision>
{
    /// <summary>Git's null object name: a repository that has no commit yet.</summary>
    public const string NoCommit = "0000000000000000000000000000000000000000";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _dev;
    private readonly string? _functions;

    /// <param name="dev">Commit of the <c>dev</c> repository, 40 or 64 lower-case hex digits.</param>
    /// <param name="functions">Commit of the <c>functions</c> repository, likewise.</param>
    public Revision(string dev, string functions)
    {
        if (!IsCommit(dev)) throw new ArgumentException($"'{dev}' is no commit id.", nameof(dev));
        if (!IsCommit(functions)) throw new ArgumentException($"'{functions}' is no commit id.", nameof(functions));
        _dev = dev;
        _functions = functions;
    }

    public string Dev => _dev ?? NoCommit;

    public string Functions => _functions ?? NoCommit;

    /// <summary>Whether a text is a full commit id: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits.</summary>
    public static bool IsCommit([NotNullWhen(true)] string? text) =>
        text is { Length: 40 or 64 } && text.AsSpan().IndexOfAnyExcept(HexDigits) < 0;

    /// <exception cref="FormatException">The text is not two commit ids with a dot between them.</exception>
    public static Revision Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var revision)
            ? revision
            : throw new FormatException($"'{s}' is no revision: expected <dev commit>.<functions commit>.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Revision result)
    {
        result = default;
        var dot = s?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0 || !IsCommit(s![..dot]) || !IsCommit(s[(dot + 1)..])) return false;
        result = new Revision(s[..dot], s[(dot + 1)..]);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, out Revision result) => TryParse(s, null, out result);

    public override string ToString() => $"{Dev}.{Functions}";
}
