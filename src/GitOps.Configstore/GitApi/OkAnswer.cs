namespace GitOps.Configstore.GitApi;

/// <summary><c>{"ok":true}</c></summary>
public sealed record OkAnswer(bool Ok);
