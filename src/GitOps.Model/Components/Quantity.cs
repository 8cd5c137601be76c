using System.Globalization;
using System.Text.RegularExpressions;

namespace GitOps.Model.Components;

/// <summary>
/// An amount of processor time, memory or storage, as Kubernetes writes them
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/). Prints itself in the form that an API
/// server stores, so that what was written is what is read back.
/// </summary>
public readonly partial record struct Quantity : IComparable<Quantity>
{
    private const int PerUnit = 1000;

    // Without a suffix, then thousands; beside them the binary ones. No amount reaches the last.
    private static readonly string[] DecimalSuffixes = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    private readonly Int128 _thousandths;
    private readonly bool _isBinary;

    private Quantity(Int128 thousandths, bool isBinary)
    {
        _thousandths = thousandths;
        _isBinary = isBinary;
    }

    /// <summary>Whether the amount is whole: a byte cannot be divided.</summary>
    public bool IsWhole => _thousandths % PerUnit == 0;

    /// <summary>Takes what Kubernetes takes, but for exponents, signs, and amounts finer than a thousandth or beyond 64 bits.</summary>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        quantity = default;
        if (text is null || Form().Match(text) is not { Success: true } form) return false;
        var suffix = form.Groups["suffix"].Value;
        var binary = Array.IndexOf(BinarySuffixes, suffix);
        var factor = suffix == "m" ? 1 : PerUnit * (binary > 0 ? Power(1024, binary) : Power(1000, Array.IndexOf(DecimalSuffixes, suffix)));
        var fraction = form.Groups["fraction"].Value;
        var digits = Int128.Parse(form.Groups["whole"].Value + fraction, NumberStyles.None, CultureInfo.InvariantCulture) * factor;
        var divisor = Power(10, fraction.Length);
        if (digits % divisor != 0 || digits / divisor / PerUnit > long.MaxValue) return false;
        quantity = new Quantity(digits / divisor, binary > 0);
        return true;
    }

    public int CompareTo(Quantity other) => _thousandths.CompareTo(other._thousandths);

    /// <summary>Binary when one of the two is.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left._thousandths + right._thousandths, left._isBinary || right._isBinary);

    public static Quantity operator *(Quantity quantity, int times) => new(quantity._thousandths * times, quantity._isBinary);

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    public override string ToString()
    {
        if (!IsWhole) return string.Create(CultureInfo.InvariantCulture, $"{_thousandths}m");
        var amount = _thousandths / PerUnit;
        var (step, suffixes) = _isBinary && amount >= 1024 ? (1024, BinarySuffixes) : (1000, DecimalSuffixes);
        var power = 0;
        while (amount != 0 && amount % step == 0 && power < suffixes.Length - 1)
        {
            amount /= step;
            power++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{amount}{suffixes[power]}");
    }

    private static Int128 Power(int number, int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++) power *= number;
        return power;
    }

    [GeneratedRegex(@"^(?<whole>[0-9]{1,15})(\.(?<fraction>[0-9]{1,3}))?(?<suffix>m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
