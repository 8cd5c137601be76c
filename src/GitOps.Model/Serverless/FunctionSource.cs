namespace GitOps.Model.Serverless;

/// <summary>What a function is made of, checked, but for what runs it.</summary>
/// <param name="Module">File of the handler, without extension.</param>
/// <param name="Export">What of the file is called.</param>
/// <param name="Variables">Variables of its own.</param>
/// <param name="Code">Path below the function's folder to text, ordered.</param>
public sealed record FunctionSource(
    string Module,
    string Export,
    IReadOnlyList<KeyValuePair<string, string>> Variables,
    IReadOnlyList<KeyValuePair<string, string>> Code);
