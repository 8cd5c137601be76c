namespace GitOps.Model.Validation;

/// <summary>Writes JSON paths (RFC 9535): <c>$.gateways[0]['odd name']</c>.</summary>
public static class JsonPath
{
    public static string Member(string parent, string name) =>
        IsShorthand(name) ? $"{parent}.{name}" : $"{parent}['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    public static string Element(string parent, int index) => $"{parent}[{index}]";

    private static bool IsShorthand(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) return false;
        }
        return true;
    }
}
