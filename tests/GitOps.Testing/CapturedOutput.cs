namespace GitOps.Testing;

/// <summary>The lines that a program wrote, the newest ones only when there were very many. Safe for threads.</summary>
public sealed class CapturedOutput
{
    private const int Kept = 5000;

    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();

    /// <summary>The lines so far, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public string Tail(int lines) => string.Join(Environment.NewLine, Lines.TakeLast(lines));

    public override string ToString() => string.Join(Environment.NewLine, Lines);

    internal void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }
}
