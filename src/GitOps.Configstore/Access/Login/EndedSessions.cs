namespace GitOps.Configstore.Access.Login;

/// <summary>Which sessions of a user have ended before their time. Names no secret: a session's id is worth nothing without its sealed cookie.</summary>
/// <param name="Before">All that had begun by then; null for none.</param>
/// <param name="Sessions">Single ones by id, and until when they would have lasted: then they need not be remembered.</param>
public sealed record EndedSessions(DateTimeOffset? Before = null, IReadOnlyDictionary<string, DateTimeOffset>? Sessions = null)
{
    /// <summary>Nobody ends more in earnest; further ones end all that have begun, so that a user's file stays small.</summary>
    private const int MaxSessions = 100;

    public static EndedSessions None { get; } = new();

    public bool Hold(Session session) => session.Begun <= Before || Sessions?.ContainsKey(session.Id) == true;

    /// <summary>These and one more, or all that have begun.</summary>
    /// <param name="session">The one.</param>
    /// <param name="until">When it would have ended by itself.</param>
    /// <param name="everywhere">Whether all end.</param>
    /// <param name="now">What has ended by itself by then is left out.</param>
    public EndedSessions With(Session session, DateTimeOffset until, bool everywhere, DateTimeOffset now)
    {
        var lasting = (Sessions ?? new Dictionary<string, DateTimeOffset>()).Where(ended => ended.Value > now).ToDictionary();
        if (everywhere || lasting.Count >= MaxSessions) return new EndedSessions(now);
        lasting[session.Id] = until;
        return new EndedSessions(Before, lasting);
    }
}
