namespace GitOps.Configstore.GitApi;

/// <summary><c>{result}</c></summary>
public sealed record KeyAnswer(KeyView Result);
