using System.Text;
using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>A webhook's glob over branch names: <c>*</c>, <c>?</c> and <c>{one,two}</c>; empty matches all.</summary>
internal static class BranchFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static bool Matches(string filter, string branch) =>
        filter is "" or "*" || Regex.IsMatch(branch, ToExpression(filter), RegexOptions.CultureInvariant, Patience);

    private static string ToExpression(string filter)
    {
        var expression = new StringBuilder("^(?:");
        var depth = 0;
        foreach (var c in filter)
        {
            switch (c)
            {
                case '*': expression.Append(".*"); break;
                case '?': expression.Append('.'); break;
                case '{': expression.Append("(?:"); depth++; break;
                case '}' when depth > 0: expression.Append(')'); depth--; break;
                case ',' when depth > 0: expression.Append('|'); break;
                default: expression.Append(Regex.Escape(c.ToString())); break;
            }
        }

        return expression.Append(')', depth).Append(")$").ToString();
    }
}
