using System.Globalization;
using GitOps.Configstore.Access;
using GitOps.Configstore.Intake;
using GitOps.Gitea.Errors;
using Microsoft.Net.Http.Headers;

namespace GitOps.Configstore;

/// <summary>Answers that several routes give.</summary>
internal static class Answers
{
    /// <summary>503: there is nothing to tell yet that would be true. Never an empty list.</summary>
    public static IResult NoListingYet(HttpContext context) => TryLater(context, "Gitea was not yet listed completely. See /ready for the reason.");

    /// <summary>503 with Retry-After: Gitea could not be asked.</summary>
    public static IResult TryLater(HttpContext context, string reason)
    {
        context.Response.Headers.RetryAfter = "2";
        return Results.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>429 with Retry-After: too many wrong credentials.</summary>
    public static IResult TooMany(HttpContext context, TooManyFailuresException failure)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(failure.RetryAfter.TotalSeconds, 1)).ToString(CultureInfo.InvariantCulture);
        return Results.Problem(failure.Message, statusCode: StatusCodes.Status429TooManyRequests);
    }

    /// <summary>A body that was too large, too slow, or had to make room for others.</summary>
    public static IResult Refused(HttpContext context, BodyRefusedException refused)
    {
        if (refused.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "2";
        return Results.Problem(refused.Message, statusCode: refused.Status);
    }

    public static IResult NotFound(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status404NotFound);

    public static IResult BadRequest(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Forbidden(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status403Forbidden);

    public static IResult NoProducer(string name) => NotFound($"There is no producer '{name}'.");

    /// <summary>A commit that could not be read: what is in it is too much, or Gitea could not be asked.</summary>
    public static IResult NotRead(HttpContext context, Exception failure) => failure is GiteaTooLargeException
        ? Results.Problem(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity)
        : TryLater(context, $"Gitea could not be read: {failure.Message}");

    /// <summary>What a failure of Gitea means for our caller: their own mistake, or ours to try again.</summary>
    public static IResult OfGitea(HttpContext context, GiteaException failure) => failure switch
    {
        GiteaNotFoundException => NotFound(failure.Message),
        GiteaForbiddenException when context.Features.Get<Caller>() is { HasOwnCredential: true } => Forbidden(failure.Message),
        GiteaConflictException => Results.Problem(failure.Message, statusCode: StatusCodes.Status409Conflict),
        GiteaTooLargeException => Results.Problem(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity),
        GiteaValidationException => Results.Problem(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity),
        _ => TryLater(context, failure.Message),
    };

    /// <summary>Sets the ETag, and says whether the client has that version (RFC 9110, If-None-Match: weak comparison).</summary>
    public static bool IsNotModified(HttpContext context, string version)
    {
        var tag = new EntityTagHeaderValue($"\"{version}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        foreach (var known in context.Request.GetTypedHeaders().IfNoneMatch)
        {
            if (known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)) return true;
        }
        return false;
    }
}
