using System.Text;

namespace GitOps.Kubernetes.Writing;

/// <summary>Composes a query; values that are null or empty are left out.</summary>
internal readonly struct QueryText
{
    private readonly StringBuilder _text;

    private QueryText(StringBuilder text) => _text = text;

    public static QueryText Start() => new(new StringBuilder());

    public QueryText Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public override string ToString() => _text.ToString();
}
