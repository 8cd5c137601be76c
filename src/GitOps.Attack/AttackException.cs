using GitOps.Gitea.Errors;

namespace GitOps.Attack;

/// <summary>The attack cannot say anything: its message tells why, and what to do.</summary>
public sealed class AttackException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>True for what whoever started the attack can mend: an address, a token, a server. The message says all.</summary>
    public static bool IsUsersToMend(Exception failure) => failure is AttackException or GiteaException or HttpRequestException or IOException;
}
