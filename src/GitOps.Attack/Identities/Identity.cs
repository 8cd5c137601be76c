using GitOps.Attack.Targets;

namespace GitOps.Attack.Identities;

/// <summary>Somebody who asks, and what they are allowed at the victim. Its text form is its name alone.</summary>
/// <param name="Name">As findings name it.</param>
/// <param name="Highest">The most that they may do with what is the victim's.</param>
public sealed record Identity(string Name, Right Highest)
{
    public static readonly Identity Nobody = new("nobody", Right.Public);

    /// <summary>What they show.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A pod of the victim: may what is open to pods, and nothing else.</summary>
    public bool IsVictimsPod { get; init; }

    /// <summary>What changes something is refused, whatever its user may: a browser that comes from another site.</summary>
    public bool ReadsAlone { get; init; }

    /// <summary>A token whose scopes Gitea may find too narrow even for its owner's own list: that it is refused is no finding.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>Shows that the routes are there: reads, and writes at the end, what it may.</summary>
    public bool IsControl { get; init; }

    public static Identity WithToken(string name, Right highest, string token) => new(name, highest) { Headers = [("Authorization", $"Bearer {token}")] };

    /// <summary>Whether they may call, by what is declared.</summary>
    public bool May(Operation operation)
    {
        if (operation.Right == Right.Public) return true;
        if (IsVictimsPod) return operation.OpenToPods;
        return (!ReadsAlone || operation.IsReading) && Highest >= operation.Right;
    }

    public override string ToString() => Name;
}
