namespace GitOps.Configstore.Tests.World;

/// <summary>Well-formed public keys.</summary>
public static class SshKey
{
    /// <summary>The n-th Ed25519 key, as a line of authorized_keys.</summary>
    public static string Line(int n) => $"ssh-ed25519 {Material(n)} pod{n}";

    /// <summary>Its middle part, by which keys are told apart.</summary>
    public static string Material(int n)
    {
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Repeat((byte)n, 32)];
        return Convert.ToBase64String(blob);
    }
}
