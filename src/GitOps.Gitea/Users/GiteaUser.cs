namespace GitOps.Gitea.Users;

/// <summary>A user. The stub inside a repository has the same shape but says <c>active: false</c> of everybody.</summary>
public sealed record GiteaUser(
    long Id,
    string Login,
    string FullName = "",
    string Email = "",
    string LoginName = "",
    long SourceId = 0,
    bool IsAdmin = false,
    bool Active = false,
    bool Restricted = false,
    bool ProhibitLogin = false,
    string Visibility = "public",
    DateTimeOffset Created = default);
