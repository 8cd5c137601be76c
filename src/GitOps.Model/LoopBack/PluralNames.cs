using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace GitOps.Model.LoopBack;

/// <summary>
/// The English plural that LoopBack 3 serves a model under when its definition names none: that of the package <c>inflection</c>,
/// version 1.13. A model whose plural comes out otherwise says it in <c>plural</c>.
/// </summary>
public static class PluralNames
{
    private const string Uncountables =
        """
        accommodation adulthood advertising advice aggression aid air aircraft alcohol anger applause arithmetic assistance athletics bacon baggage
        beef biology blood botany bread butter carbon cardboard cash chalk chaos chess crossroads countryside dancing deer dignity dirt dust
        economics education electricity engineering enjoyment envy equipment ethics evidence evolution fame fiction flour flu food fuel fun
        furniture gallows garbage garlic genetics gold golf gossip gratitude grief guilt gymnastics happiness hardware harm hate hatred health heat
        help homework honesty honey hospitality housework humour hunger hydrogen ice importance inflation information innocence iron irony jam
        jewelry judo karate knowledge lack laughter lava leather leisure lightning linguine linguini linguistics literature litter livestock logic
        loneliness luck luggage macaroni machinery magic management mankind marble mathematics mayonnaise measles methane milk minus money mud music
        mumps nature news nitrogen nonsense nurture nutrition obedience obesity oxygen pasta patience physics poetry pollution poverty pride
        psychology publicity punctuation quartz racism relaxation reliability research respect revenge rice rubbish rum safety scenery seafood
        seaside series shame sheep shopping sleep smoke smoking snow soap software soil spaghetti species steam stuff stupidity sunshine symmetry
        tennis thirst thunder timber traffic transportation trust underwear unemployment unity validity veal vegetation vegetarianism vengeance
        violence vitality warmth wealth weather welfare wheat wildlife wisdom yoga zinc zoology
        """;

    private static readonly FrozenSet<string> Uncountable =
        Uncountables.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What ends like this is a plural already.
    private static readonly Regex Plural = Ending(
        "^(?:m|wom)en|people|children|[ti]a|(?:analy|ba|diagno|parenthe|progno|synop|the)ses|databases|drives|(?:hi|ti)ves|curves|[lr]ves|[^fo]ves"
        + "|(?:[^aeiouy]|qu)ies|series|movies|(?:x|ch|ss|sh)es|[ml|]ice|buses|oes|shoes|(?:cris|ax|test)es|(?:octop|vir)uses|(?:alias|canvas|status|campus)es"
        + "|^(?:summons|bonus|whereas)es|matrices|^feet|^teeth|^geese|quizzes|^genera|^oxen.*");

    // The first that fits counts.
    private static readonly (Regex Ending, string Replacement)[] Rules =
    [
        (Ending("^(m|wom)an"), "$1en"),
        (Ending("(pe)rson"), "$1ople"),
        (Ending("(child)"), "$1ren"),
        (Ending("^(ox)"), "$1en"),
        (Ending("(ax|test)is"), "$1es"),
        (Ending("(octop|vir)us"), "$1uses"),
        (Ending("(alias|status|canvas|campus|^summons|^bonus|^whereas)"), "$1es"),
        (Ending("(bu)s"), "$1ses"),
        (Ending("(buffal|tomat|potat)o"), "$1oes"),
        (Ending("([ti])um"), "$1a"),
        (Ending("sis"), "ses"),
        (Ending("(?:([^f])fe|([lr])f)"), "$1$2ves"),
        (Ending("(hi|ti)ve"), "$1ves"),
        (Ending("([^aeiouy]|qu)y"), "$1ies"),
        (Ending("(matr|vert|ind)(?:ix|ex)"), "$1ices"),
        (Ending("(x|ch|ss|sh)"), "$1es"),
        (Ending("([ml|])ouse"), "$1ice"),
        (Ending("^foot"), "feet"),
        (Ending("^tooth"), "teeth"),
        (Ending("^goose"), "geese"),
        (Ending("(quiz)"), "$1zes"),
        (Ending("^(criteri)on"), "$1a"),
        (Ending("^genus"), "genera"),
        (Ending("s"), "s"),
        (Ending(""), "s"),
    ];

    public static string Of(string name)
    {
        if (Uncountable.Contains(name) || Plural.IsMatch(name)) return name;
        var (ending, replacement) = Rules.First(rule => rule.Ending.IsMatch(name));
        return ending.Replace(name, replacement, 1);
    }

    private static Regex Ending(string pattern) =>
        new($"(?:{pattern})\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
