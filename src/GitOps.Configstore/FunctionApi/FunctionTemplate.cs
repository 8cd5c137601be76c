namespace GitOps.Configstore.FunctionApi;

/// <summary>The code that a new function of a language begins with.</summary>
/// <param name="Language">Such as <c>nodejs</c>.</param>
/// <param name="Files">Path below the function's folder to text, in which <c>$NAME</c> stands for the function's name.</param>
public sealed record FunctionTemplate(string Language, IReadOnlyList<KeyValuePair<string, string>> Files)
{
    /// <summary>The files of a function of that name.</summary>
    /// <param name="name">A DNS label: nothing that would have to be escaped in any language.</param>
    public IEnumerable<KeyValuePair<string, string>> Of(string name) =>
        Files.Select(file => KeyValuePair.Create(file.Key, file.Value.Replace("$NAME", name, StringComparison.Ordinal)));
}
