using System.Text.RegularExpressions;

namespace GitOps.Model.LoopBack;

/// <summary>
/// The English plural that LoopBack serves a model under when its definition names none. A model whose plural comes out
/// otherwise says it in <c>plural</c>.
/// </summary>
public static class PluralNames
{
    private static readonly string[] Uncountable =
        ["equipment", "fish", "information", "money", "news", "rice", "series", "sheep", "species"];

    // The first that fits counts.
    private static readonly (Regex Ending, string Replacement)[] Rules =
    [
        Rule("(m)en$", "$1en"),
        Rule("(pe)ople$", "$1ople"),
        Rule("(child)ren$", "$1ren"),
        Rule("(hum|rom|germ)an$", "$1ans"),
        Rule("(m)an$", "$1en"),
        Rule("(pe)rson$", "$1ople"),
        Rule("(child)$", "$1ren"),
        Rule("^(ox)$", "$1en"),
        Rule("(ax|test)is$", "$1es"),
        Rule("(octop|vir)us$", "$1i"),
        Rule("(alias|status)$", "$1es"),
        Rule("(bu)s$", "$1ses"),
        Rule("(buffal|tomat|potat)o$", "$1oes"),
        Rule("([ti])um$", "$1a"),
        Rule("([ti])a$", "$1a"),
        Rule("sis$", "ses"),
        Rule("(?:([^f])fe|([lr])f)$", "$1$2ves"),
        Rule("([^aeiouy]|qu)y$", "$1ies"),
        Rule("(matr|vert|ind)(?:ix|ex)$", "$1ices"),
        Rule("(x|ch|ss|sh)$", "$1es"),
        Rule("([ml])ouse$", "$1ice"),
        Rule("(quiz)$", "$1zes"),
        Rule("s$", "s"),
        Rule("$", "s"),
    ];

    public static string Of(string name)
    {
        if (Uncountable.Contains(name, StringComparer.OrdinalIgnoreCase)) return name;
        var (ending, replacement) = Rules.First(rule => rule.Ending.IsMatch(name));
        return ending.Replace(name, replacement, 1);
    }

    private static (Regex Ending, string Replacement) Rule(string ending, string replacement) =>
        (new Regex(ending, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), replacement);
}
