using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace GitOps.Hosting.Settings;

/// <summary>A <see cref="TimeSpan"/> setting that is given as a plain number in one unit, with the range that makes sense.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ValidationAttribute
{
    /// <param name="unit"><c>ms</c>, <c>s</c>, <c>min</c> or <c>h</c>.</param>
    /// <param name="minimum">Smallest allowed number of units.</param>
    /// <param name="maximum">Largest allowed number of units.</param>
    public DurationAttribute(string unit, double minimum, double maximum)
    {
        Unit = unit;
        Minimum = minimum;
        Maximum = maximum;
        One = unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "min" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => throw new ArgumentException($"'{unit}' is no unit of time: expected ms, s, min or h.", nameof(unit)),
        };
    }

    public string Unit { get; }

    public double Minimum { get; }

    public double Maximum { get; }

    private TimeSpan One { get; }

    public override bool IsValid(object? value) =>
        value is not TimeSpan duration || (ToNumber(duration) >= Minimum && ToNumber(duration) <= Maximum);

    public override string FormatErrorMessage(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"must be between {Minimum} and {Maximum} {Unit}");

    /// <summary>The duration as the number that a setting would hold.</summary>
    public double ToNumber(TimeSpan duration) => duration / One;

    /// <summary>The duration of a setting's number; false when it is too large to be one.</summary>
    public bool TryFromNumber(double number, out TimeSpan duration)
    {
        duration = default;
        if (!double.IsFinite(number) || Math.Abs(number) > TimeSpan.MaxValue / One / 2) return false;
        duration = One * number;
        return true;
    }
}
