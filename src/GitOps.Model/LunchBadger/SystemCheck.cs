using System.Text.Json.Nodes;
using GitOps.Model.Hosts;
using GitOps.Model.LunchBadger.Parameters;
using GitOps.Model.Validation;

namespace GitOps.Model.LunchBadger;

/// <summary>Checks what a gateway overrides of its <c>system.config.yml</c>: the shared Redis stays as it is, and nothing is passed on that nobody here knows.</summary>
internal sealed class SystemCheck(DestinationCheck destinations, string file, ProblemList problems)
{
    private readonly ParameterCheck _parameters = new(destinations, file, problems);

    public void Check(Gateway gateway)
    {
        if (gateway.System is not { } system) return;
        _parameters.Check(KnownSystem.System, system, system, "'system'");
        CheckDatabase(system["db"]);
        if (system["plugins"] is JsonObject plugins) CheckPlugins(plugins);
    }

    /// <summary>
    /// A gateway either uses the shared Redis exactly as it is given, or one of its own: Redis would refuse it another namespace, and with
    /// another host it would hand its password to a stranger.
    /// </summary>
    private void CheckDatabase(JsonNode? db)
    {
        if (db is null) return;
        if (db is not JsonObject database || (database["redis"] is { } found && found is not JsonObject))
        {
            problems.Add(file, db, "Expected an object, with Redis's settings under 'redis'.");
            return;
        }
        foreach (var (member, _) in database.Where(member => member.Key != "redis"))
            problems.Add(file, database, member, "Only 'redis' is known here.");
        if (database["redis"] is not JsonObject redis) return;
        if (redis["host"] is not null)
        {
            _parameters.Check(KnownSystem.Redis, redis, redis, "A Redis of a gateway's own");
            return;
        }
        foreach (var (member, _) in redis.Where(member => member.Key != "emulate"))
            problems.Add(file, redis, member, "Cannot be changed for the shared Redis. A gateway with a Redis of its own names its 'host' too.");
    }

    /// <summary>Plugins are packages of the operator's image; what they take, only they know.</summary>
    private void CheckPlugins(JsonObject plugins)
    {
        foreach (var (name, settings) in plugins)
        {
            if (!ParameterValue.IsPackageName(name)) problems.Add(file, plugins, name, "A plugin is called as its npm package, with or without 'express-gateway-plugin-' before it.");
            if (settings is JsonObject members) _parameters.Check(KnownSystem.Plugin, members, members, "A plugin");
            destinations.CheckTexts(settings);
        }
    }
}
