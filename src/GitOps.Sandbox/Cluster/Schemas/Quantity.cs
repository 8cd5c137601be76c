using System.Globalization;

namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>
/// Resource quantities in canonical form: no fraction, the largest suffix that leaves an integer
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
/// </summary>
internal static class Quantity
{
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly (string Suffix, int Power)[] Decimal =
        [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

    /// <summary>Null when the text is no quantity.</summary>
    public static string? Canonicalize(string text)
    {
        var end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1]) && text[end - 1] != '.')
            end--;
        // An exponent ("1e3") ends in a digit and is read by the number parser.
        if (!decimal.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return null;
        var suffix = text[end..];
        if (number == 0)
            return suffix.Length == 0 || Known(suffix) ? "0" : null;
        var binary = Array.IndexOf(Binary, suffix);
        if (binary > 0)
            return CanonicalBinary(number, binary);
        foreach (var (name, power) in Decimal)
        {
            if (name == suffix)
                return CanonicalDecimal(number, power);
        }
        return null;
    }

    private static bool Known(string suffix) =>
        Array.IndexOf(Binary, suffix) >= 0 || Array.Exists(Decimal, entry => entry.Suffix == suffix);

    private static string CanonicalBinary(decimal number, int exponent)
    {
        while (exponent > 0 && number != decimal.Truncate(number))
        {
            number *= 1024;
            exponent--;
        }
        while (exponent < Binary.Length - 1 && number % 1024 == 0)
        {
            number /= 1024;
            exponent++;
        }
        return decimal.Ceiling(number).ToString("0", CultureInfo.InvariantCulture) + Binary[exponent];
    }

    private static string CanonicalDecimal(decimal number, int power)
    {
        while (power > -9 && number != decimal.Truncate(number))
        {
            number *= 1000;
            power -= 3;
        }
        while (power < 18 && number % 1000 == 0)
        {
            number /= 1000;
            power += 3;
        }
        return decimal.Ceiling(number).ToString("0", CultureInfo.InvariantCulture) + Decimal[(power + 9) / 3].Suffix;
    }
}
