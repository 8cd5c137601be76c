using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using GitOps.Model.Serialization;

namespace GitOps.Model.Names;

/// <summary>An environment of a project; `dev` is the default branch. Always a valid RFC 1123 label; compares ordinally.</summary>
[JsonConverter(typeof(ParsableJsonConverter<EnvironmentName>))]
public readonly record struct EnvironmentName : IComparable<EnvironmentName>, IParsable<EnvironmentName>
{
    /// <summary>Characters allowed; what remains of the 63 of a DNS label goes to the parts around it.</summary>
    public const int MaxLength = 15;

    private readonly string? _value;

    private EnvironmentName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default EnvironmentName has no value.");

    /// <summary>The environment of the default branch.</summary>
    public static EnvironmentName Dev { get; } = new("dev");

    /// <exception cref="FormatException">The text is no such name; the message says why.</exception>
    public static EnvironmentName Parse(string s, IFormatProvider? provider = null) =>
        DnsLabel.Violation(s, MaxLength) is { } violation
            ? throw new FormatException($"'{s}' is no environment name: it {violation}.")
            : new EnvironmentName(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EnvironmentName result)
    {
        var valid = DnsLabel.Violation(s, MaxLength) is null;
        result = valid ? new EnvironmentName(s!) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, out EnvironmentName result) => TryParse(s, null, out result);

    public int CompareTo(EnvironmentName other) => string.CompareOrdinal(_value, other._value);

    public static bool operator <(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) < 0;
    public static bool operator <=(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) <= 0;
    public static bool operator >(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) > 0;
    public static bool operator >=(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) >= 0;

    public override string ToString() => _value ?? "";
}
