using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using GitOps.Model.Serialization;

namespace GitOps.Model.Names;

/// <summary>A project of a producer; `main` is the one that every producer has. Always a valid RFC 1123 label; compares ordinally.</summary>
[JsonConverter(typeof(ParsableJsonConverter<ProjectName>))]
public readonly record struct ProjectName : IComparable<ProjectName>, IParsable<ProjectName>
{
    /// <summary>Characters allowed; what remains of the 63 of a DNS label goes to the parts around it.</summary>
    public const int MaxLength = 20;

    private readonly string? _value;

    private ProjectName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default ProjectName has no value.");

    /// <summary>The project of the repositories `dev` and `functions`.</summary>
    public static ProjectName Main { get; } = new("main");

    /// <exception cref="FormatException">The text is no such name; the message says why.</exception>
    public static ProjectName Parse(string s, IFormatProvider? provider = null) =>
        DnsLabel.Violation(s, MaxLength) is { } violation
            ? throw new FormatException($"'{s}' is no project name: it {violation}.")
            : new ProjectName(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProjectName result)
    {
        var valid = DnsLabel.Violation(s, MaxLength) is null;
        result = valid ? new ProjectName(s!) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, out ProjectName result) => TryParse(s, null, out result);

    public int CompareTo(ProjectName other) => string.CompareOrdinal(_value, other._value);

    public static bool operator <(ProjectName left, ProjectName right) => left.CompareTo(right) < 0;
    public static bool operator <=(ProjectName left, ProjectName right) => left.CompareTo(right) <= 0;
    public static bool operator >(ProjectName left, ProjectName right) => left.CompareTo(right) > 0;
    public static bool operator >=(ProjectName left, ProjectName right) => left.CompareTo(right) >= 0;

    public override string ToString() => _value ?? "";
}
