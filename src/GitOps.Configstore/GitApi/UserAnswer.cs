using GitOps.Configstore.Producers;

namespace GitOps.Configstore.GitApi;

/// <summary><c>{user}</c></summary>
public sealed record UserAnswer(GiteaUserView User);
