using System.Text;

namespace GitOps.Sandbox.Tests.Cluster.Conformance;

/// <summary>The lines by which two texts differ, with the line before them.</summary>
internal static class LineDifference
{
    /// <summary>Empty when the texts are equal.</summary>
    public static string Between(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var text = new StringBuilder();
        var (at, to) = (0, 0);
        var same = "";
        while (at < left.Length || to < right.Length)
        {
            if (at < left.Length && to < right.Length && left[at] == right[to])
            {
                same = $"  {left[at]}\n";
                (at, to) = (at + 1, to + 1);
                continue;
            }
            text.Append(same);
            same = "";
            if (to >= right.Length || at < left.Length && common[at + 1, to] >= common[at, to + 1])
                text.Append("- ").Append(left[at++]).Append('\n');
            else
                text.Append("+ ").Append(right[to++]).Append('\n');
        }
        return text.ToString();
    }
}
