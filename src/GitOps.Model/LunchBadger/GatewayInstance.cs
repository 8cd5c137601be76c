using System.Text;

namespace GitOps.Model.LunchBadger;

/// <summary>Makes the part of names and hosts that stands for a gateway.</summary>
public static class GatewayInstance
{
    public const int MaxLength = 15;

    /// <summary>
    /// Lower-case letters and digits of the name; if that leaves none or more than 15, the first 15 of the id's. Empty when neither gives any.
    /// </summary>
    public static string Of(string? name, string id)
    {
        var fromName = Alphanumerics(name);
        if (fromName.Length is > 0 and <= MaxLength) return fromName;
        var fromId = Alphanumerics(id);
        return fromId.Length > MaxLength ? fromId[..MaxLength] : fromId;
    }

    private static string Alphanumerics(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var lower = c switch
            {
                // As JavaScript lowers them, which gave existing gateways their names: dotted capital I, Kelvin sign.
                '\u0130' => 'i',
                '\u212A' => 'k',
                _ => char.ToLowerInvariant(c),
            };
            if (char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower)) kept.Append(lower);
        }
        return kept.ToString();
    }
}
