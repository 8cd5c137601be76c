using GitOps.Configstore.Producers;

namespace GitOps.Configstore.GitApi;

/// <summary><c>{users:[]}</c></summary>
public sealed record UsersAnswer(IReadOnlyList<GiteaUserView> Users);
