using System.Collections;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>A list read from its end, without copying it.</summary>
internal sealed class Reversed<T>(IReadOnlyList<T> rows) : IReadOnlyList<T>
{
    public int Count => rows.Count;

    public T this[int index] => rows[rows.Count - 1 - index];

    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
