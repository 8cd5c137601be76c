namespace GitOps.Configstore.Access;

/// <summary>The caller of a request, and what a route asks of it.</summary>
public static class CallerExtensions
{
    /// <summary>Who makes this request, as <see cref="AccessDoor"/> found out.</summary>
    /// <exception cref="InvalidOperationException">The request did not come through the door: nobody may act as nobody.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException($"{context.Request.Method} {context.Request.Path} was served without knowing its caller: map it behind the access door.");

    /// <summary>Asks for another permission than a route's method does: GET and HEAD take <see cref="Permission.Read"/>, others <see cref="Permission.Write"/>; without a producer in their path <see cref="Permission.Operator"/>.</summary>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequiredAccess(permission));

    /// <summary>Lets pods of the producer call this route, too.</summary>
    public static TBuilder OpenToPods<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OpenToPods());
}
