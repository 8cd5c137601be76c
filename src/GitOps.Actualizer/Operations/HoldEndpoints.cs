using GitOps.Engine.Brakes;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Operations;

/// <summary>
/// <c>GET /holds</c>: the removals that wait for an operator. <c>POST /holds/release</c>: lets them go on: all, or only
/// <c>?environment=producer/project/environment</c> (404 when that is not held).
/// </summary>
public static class HoldEndpoints
{
    public static IEndpointRouteBuilder MapHolds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/holds", static (ShareBrake brake) => Results.Json(View(brake.Holds), OperationsJson.Default.HoldListView));
        routes.MapPost("/holds/release", static async (ShareBrake brake, RemovalMemory memory, ILogger<ShareBrake> log, string? environment, CancellationToken cancellationToken) =>
        {
            if (environment is null)
            {
                var released = brake.ReleaseAll();
                await memory.SaveAsync(withDurations: false, cancellationToken);
                if (released.Count > 0) log.LogWarning("An operator released all holds: {Environments}.", string.Join(", ", released.Select(hold => hold.Environment)));
                return Results.Json(View(released), OperationsJson.Default.HoldListView);
            }
            if (!EnvironmentKey.TryParse(environment, null, out var key))
                return Results.Problem("environment must be producer/project/environment, such as al/main/dev.", statusCode: StatusCodes.Status400BadRequest);
            var held = brake.Holds.Where(hold => hold.Environment == key).ToList();
            if (!brake.Release(key)) return Results.Problem($"{key} is not held.", statusCode: StatusCodes.Status404NotFound);
            await memory.SaveAsync(withDurations: false, cancellationToken);
            log.LogWarning("An operator released the hold of {Environment}.", key);
            return Results.Json(View(held), OperationsJson.Default.HoldListView);
        });
        return routes;
    }

    private static HoldListView View(IReadOnlyList<Hold> holds) =>
        new([.. holds.Select(hold => new HoldView(hold.Environment.ToString(), hold.Reason, hold.Since))]);
}
