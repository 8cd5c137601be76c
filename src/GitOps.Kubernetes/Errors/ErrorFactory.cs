using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>Turns an answer that is no success into the exception that says so.</summary>
internal static class ErrorFactory
{
    public static KubernetesException Create(string action, HttpStatusCode code, ApiStatus status)
    {
        var said = status.Message.Length > 0 ? status.Message : $"HTTP {(int)code} without a reason";
        var start = $"Could not {action}: ";
        if (code == HttpStatusCode.Conflict && FieldConflict.Read(status) is { Length: > 0 } conflicts)
        {
            var owners = string.Join("; ", conflicts.GroupBy(conflict => conflict.Manager, conflict => conflict.Field)
                .Select(fields => $"\"{fields.Key}\" owns {string.Join(", ", fields)}"));
            return new ApplyConflictException(
                $"{start}{owners}. Leave these fields to their owner, or have the owner give them up, or apply with force to take them over.",
                code, status, conflicts);
        }

        return (code, status.Reason) switch
        {
            (HttpStatusCode.NotFound, _) => new NotFoundException($"{start}{said}. Check the name, the namespace and that the kind is served.", code, status),
            (HttpStatusCode.Conflict, "AlreadyExists") => new AlreadyExistsException($"{start}{said}. Read what is there, or choose another name.", code, status),
            (HttpStatusCode.Conflict, _) => new ConflictException($"{start}{said}. Read the object again and decide anew.", code, status),
            (HttpStatusCode.Gone, _) => new GoneException($"{start}{said}. List anew.", code, status),
            (HttpStatusCode.Unauthorized, _) => new UnauthorizedException($"{start}the API server does not accept the credentials ({said}). Check the user of the kubeconfig, or the service account's token.", code, status),
            (HttpStatusCode.Forbidden, _) => new ForbiddenException($"{start}{said}. Grant the permission, or change what the policy or quota refuses.", code, status),
            (HttpStatusCode.TooManyRequests, _) => new TooManyRequestsException($"{start}the API server is asking to slow down ({said}). Try again later, with fewer requests at once.", code, status),
            (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, _) => new InvalidException($"{start}{said}. Change the object; sending it again is of no use.", code, status),
            _ => new KubernetesException($"{start}{said} (HTTP {(int)code}). {((int)code >= 500 ? "Try again later; look at the API server's log if it stays." : "Check the request.")}", code, status),
        };
    }

    /// <summary>For an answer that is a success by its status and no object by its content: it was cut off, or is not the API server's.</summary>
    public static UnreachableException Unreadable(string action, Exception? error = null) =>
        new($"Could not {action}: the answer is cut off or not what an API server writes. Check that nothing between here and the API server changes answers.", error);

    /// <summary>For an ERROR event in the middle of a watch.</summary>
    public static KubernetesException Create(string action, ApiStatus status) =>
        Create(action, status.Code == 0 ? HttpStatusCode.InternalServerError : (HttpStatusCode)status.Code, status);
}
