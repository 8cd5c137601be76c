namespace GitOps.Model.Json;

/// <summary>Bytes of a text that others take the place of.</summary>
internal sealed record TextSplice(int Start, int End, byte[] Replacement)
{
    /// <summary>The text after the splices, which are in order and do not overlap.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> text, IReadOnlyList<TextSplice> splices)
    {
        var result = new MemoryStream(text.Length + splices.Sum(splice => splice.Replacement.Length));
        var at = 0;
        foreach (var splice in splices)
        {
            result.Write(text[at..splice.Start]);
            result.Write(splice.Replacement);
            at = splice.End;
        }
        result.Write(text[at..]);
        return result.ToArray();
    }
}
