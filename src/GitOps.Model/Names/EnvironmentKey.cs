using System.Diagnostics.CodeAnalysis;

namespace GitOps.Model.Names;

/// <summary>
/// What is reconciled as one: an environment of a project of a producer. Written <c>producer/project/environment</c>;
/// no part can hold a slash, so the text is unambiguous.
/// </summary>
public readonly record struct EnvironmentKey(ProducerName Producer, ProjectName Project, EnvironmentName Environment)
    : IComparable<EnvironmentKey>, IParsable<EnvironmentKey>
{
    /// <summary>The environment that every producer has: project <c>main</c>, environment <c>dev</c>.</summary>
    public static EnvironmentKey Default(ProducerName producer) => new(producer, ProjectName.Main, EnvironmentName.Dev);

    /// <exception cref="FormatException">The text is not <c>producer/project/environment</c>.</exception>
    public static EnvironmentKey Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key)
            ? key
            : throw new FormatException($"'{s}' is no environment key: expected producer/project/environment, such as al/main/dev.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EnvironmentKey result)
    {
        result = default;
        var parts = s?.Split('/');
        if (parts is not { Length: 3 }
            || !ProducerName.TryParse(parts[0], out var producer)
            || !ProjectName.TryParse(parts[1], out var project)
            || !EnvironmentName.TryParse(parts[2], out var environment))
            return false;
        result = new EnvironmentKey(producer, project, environment);
        return true;
    }

    public int CompareTo(EnvironmentKey other)
    {
        var byProducer = Producer.CompareTo(other.Producer);
        if (byProducer != 0) return byProducer;
        var byProject = Project.CompareTo(other.Project);
        return byProject != 0 ? byProject : Environment.CompareTo(other.Environment);
    }

    public static bool operator <(EnvironmentKey left, EnvironmentKey right) => left.CompareTo(right) < 0;
    public static bool operator <=(EnvironmentKey left, EnvironmentKey right) => left.CompareTo(right) <= 0;
    public static bool operator >(EnvironmentKey left, EnvironmentKey right) => left.CompareTo(right) > 0;
    public static bool operator >=(EnvironmentKey left, EnvironmentKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Producer}/{Project}/{Environment}";
}
