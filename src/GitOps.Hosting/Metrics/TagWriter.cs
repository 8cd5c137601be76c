using System.Globalization;

namespace GitOps.Hosting.Metrics;

/// <summary>Writes tags as Prometheus labels (<c>a="b",c="d"</c>, values escaped) into a buffer that starts on the stack.</summary>
internal ref struct TagWriter(Span<char> buffer)
{
    /// <summary>A value that is longer is cut: a page's size must not depend on what somebody else calls something.</summary>
    private const int MaxValueLength = 200;

    private Span<char> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<char> Written => _buffer[.._length];

    public void Append(string name, object? value)
    {
        if (_length > 0) Append(',');
        for (var i = 0; i < name.Length; i++) Append(PrometheusName.Allowed(name[i], first: i == 0));
        Append('=');
        Append('"');
        switch (value)
        {
            case null:
                break;
            case string text:
                AppendEscaped(text);
                break;
            case bool flag:
                AppendEscaped(flag ? "true" : "false");
                break;
            case ISpanFormattable formattable:
                Span<char> formatted = stackalloc char[64];
                if (formattable.TryFormat(formatted, out var written, default, CultureInfo.InvariantCulture)) AppendEscaped(formatted[..written]);
                else AppendEscaped(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                AppendEscaped(value.ToString());
                break;
        }
        Append('"');
    }

    private void AppendEscaped(scoped ReadOnlySpan<char> text)
    {
        foreach (var c in text.Length > MaxValueLength ? text[..MaxValueLength] : text)
        {
            switch (c)
            {
                case '\\' or '"':
                    Append('\\');
                    Append(c);
                    break;
                case '\n':
                    Append('\\');
                    Append('n');
                    break;
                default:
                    Append(c);
                    break;
            }
        }
    }

    private void Append(char c)
    {
        if (_length == _buffer.Length)
        {
            var larger = new char[_buffer.Length * 2];
            _buffer.CopyTo(larger);
            _buffer = larger;
        }
        _buffer[_length++] = c;
    }
}
