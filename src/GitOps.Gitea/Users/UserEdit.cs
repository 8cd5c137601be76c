namespace GitOps.Gitea.Users;

/// <summary>Changes to a user; null leaves a member as it is. Gitea demands <see cref="LoginName"/> and <see cref="SourceId"/>: give the present ones.</summary>
public sealed record UserEdit(string LoginName, long SourceId = 0)
{
    public string? FullName { get; init; }

    public string? Email { get; init; }

    public string? Password { get; init; }

    public bool? MustChangePassword { get; init; }

    public bool? Active { get; init; }

    public bool? Admin { get; init; }

    public bool? ProhibitLogin { get; init; }

    public bool? Restricted { get; init; }

    public string? Visibility { get; init; }

    public override string ToString() => $"{nameof(UserEdit)} {{ {nameof(LoginName)} = {LoginName} }}";
}
