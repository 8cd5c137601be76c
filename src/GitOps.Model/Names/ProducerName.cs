using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using GitOps.Model.Serialization;

namespace GitOps.Model.Names;

/// <summary>A tenant of the house: the Gitea user name without the configured prefix (`customer-al` is producer `al`). Always a valid RFC 1123 label; compares ordinally.</summary>
[JsonConverter(typeof(ParsableJsonConverter<ProducerName>))]
public readonly record struct ProducerName : IComparable<ProducerName>, IParsable<ProducerName>
{
    /// <summary>Characters allowed; what remains of the 63 of a DNS label goes to the parts around it.</summary>
    public const int MaxLength = 35;

    private readonly string? _value;

    private ProducerName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default ProducerName has no value.");

    /// <summary>
    /// Takes the producer out of a Gitea user name by stripping the known prefix and one hyphen, never by splitting:
    /// names hold hyphens themselves. In whatever case the user is written, as Gitea compares names. False for users that are no producers,
    /// and for names that Kubernetes could not carry.
    /// </summary>
    public static bool TryFromUserName(string userName, string prefix, out ProducerName producer)
    {
        producer = default;
        return userName.Length > prefix.Length + 1
            && userName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && userName[prefix.Length] == '-'
            && TryParse(Lower(userName[(prefix.Length + 1)..]), out producer);
    }

#pragma warning disable CA1308 // Producers' names are lower case; what is compared has no other letters than ASCII's.
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>The Gitea user that holds this producer's repositories.</summary>
    public string ToUserName(string prefix) => $"{prefix}-{Value}";

    /// <exception cref="FormatException">The text is no such name; the message says why.</exception>
    public static ProducerName Parse(string s, IFormatProvider? provider = null) =>
        DnsLabel.Violation(s, MaxLength) is { } violation
            ? throw new FormatException($"'{s}' is no producer name: it {violation}.")
            : new ProducerName(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProducerName result)
    {
        var valid = DnsLabel.Violation(s, MaxLength) is null;
        result = valid ? new ProducerName(s!) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, out ProducerName result) => TryParse(s, null, out result);

    public int CompareTo(ProducerName other) => string.CompareOrdinal(_value, other._value);

    public static bool operator <(ProducerName left, ProducerName right) => left.CompareTo(right) < 0;
    public static bool operator <=(ProducerName left, ProducerName right) => left.CompareTo(right) <= 0;
    public static bool operator >(ProducerName left, ProducerName right) => left.CompareTo(right) > 0;
    public static bool operator >=(ProducerName left, ProducerName right) => left.CompareTo(right) >= 0;

    public override string ToString() => _value ?? "";
}
