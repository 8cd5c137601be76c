namespace GitOps.Configstore.GitApi;

/// <summary><c>{error}</c></summary>
public sealed record ErrorAnswer(string Error);
