namespace GitOps.Configstore.GitApi;

/// <summary><c>{publicKeys:[]}</c></summary>
public sealed record KeysAnswer(IReadOnlyList<KeyView> PublicKeys);
