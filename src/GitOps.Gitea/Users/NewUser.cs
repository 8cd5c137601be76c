namespace GitOps.Gitea.Users;

/// <summary>A user to be created by an administrator. Its text form leaves the password out.</summary>
public sealed record NewUser(string Username, string Email, string Password)
{
    public string? FullName { get; init; }

    public bool MustChangePassword { get; init; }

    public bool SendNotify { get; init; }

    /// <summary><c>public</c>, <c>limited</c> or <c>private</c>.</summary>
    public string? Visibility { get; init; }

    public bool? Restricted { get; init; }

    public override string ToString() => $"{nameof(NewUser)} {{ {nameof(Username)} = {Username}, {nameof(Email)} = {Email} }}";
}
