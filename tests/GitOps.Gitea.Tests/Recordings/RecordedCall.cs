using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using GitOps.Gitea.Http;
using Microsoft.AspNetCore.WebUtilities;
using RestEase;

namespace GitOps.Gitea.Tests.Recordings;

/// <summary>A recording together with the declared method that makes the same call, and the arguments that make it so.</summary>
public sealed record RecordedCall(Recording Recording, MethodInfo Method, object?[] Arguments)
{
    private const string ApiRoot = "/api/v1/";

    /// <summary>Every call that the client declares. (Before <see cref="All"/>, which is made from it.)</summary>
    public static IEnumerable<MethodInfo> DeclaredMethods { get; } =
        [.. typeof(GiteaClient).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.Name.EndsWith("Api", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods().Where(method => !method.IsSpecialName))];

    /// <summary>Every recording for which the client declares a call, found by enumeration.</summary>
    public static IReadOnlyList<RecordedCall> All { get; } =
        [.. Recording.All.Where(recording => !recording.IsDelivery).Select(Bind).OfType<RecordedCall>()];

    public async Task<object?> InvokeAsync(Func<Type, object> api)
    {
        var target = api(Method.DeclaringType!);
        if (Recording.RequestHeaders.TryGetValue("Sudo", out var sudo))
        {
            Method.DeclaringType!.GetProperty("Sudo")!.SetValue(target, sudo);
        }

        var task = (Task)Method.Invoke(target, Arguments)!;
        await task;
        return Method.ReturnType.IsGenericType ? task.GetType().GetProperty("Result")!.GetValue(task) : null;
    }

    public override string ToString() => Recording.Name;

    private static RecordedCall? Bind(Recording recording)
    {
        // Contents are an array for a directory and an object for a file; two methods declare the one route.
        var methods = DeclaredMethods
            .Where(method => method.GetCustomAttribute<RequestAttribute>()!.Method.Method == recording.Method)
            .OrderByDescending(method => IsList(method) == (recording.Body.ValueKind == JsonValueKind.Array));
        return methods.Select(method => Bind(recording, method)).FirstOrDefault(call => call is not null);
    }

    private static bool IsList(MethodInfo method) => method.ReturnType.ToString().Contains("List`1", StringComparison.Ordinal);

    private static RecordedCall? Bind(Recording recording, MethodInfo method)
    {
        var parts = recording.Target.Split('?', 2);
        var template = method.GetCustomAttribute<RequestAttribute>()!.Path!;
        var match = Regex.Match(parts[0], $"^{ApiRoot}{Pattern(template)}$");
        var query = QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : "");
        var parameters = method.GetParameters();
        if (!match.Success || !query.Keys.All(key => parameters.Any(parameter => QueryName(parameter) == key)))
        {
            return null;
        }

        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!TryBind(recording, parameters[i], match, query, out arguments[i]))
            {
                return null;
            }
        }

        return new(recording, method, arguments);
    }

    private static bool TryBind(
        Recording recording,
        ParameterInfo parameter,
        Match match,
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query,
        out object? argument)
    {
        argument = null;
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            argument = CancellationToken.None;
        }
        else if (parameter.GetCustomAttribute<BodyAttribute>() is not null)
        {
            return recording.RequestBody.ValueKind == JsonValueKind.Object && TryRead(recording.RequestBody, parameter.ParameterType, out argument);
        }
        else if (parameter.GetCustomAttribute<HeaderAttribute>() is { } header)
        {
            argument = recording.RequestHeaders.GetValueOrDefault(header.Name);
        }
        else if (QueryName(parameter) is { } name)
        {
            return !query.TryGetValue(name, out var value) || TryConvert(value.ToString(), parameter.ParameterType, out argument);
        }
        else
        {
            return TryConvert(match.Groups[parameter.Name!].Value, parameter.ParameterType, out argument);
        }

        return true;
    }

    // A recorded body that the client's types cannot even say (a user without a mail) is no call of the client's.
    private static bool TryRead(JsonElement body, Type type, out object? value)
    {
        try
        {
            value = body.Deserialize(GiteaJson.Default.GetTypeInfo(type)!);
            return true;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            value = null;
            return false;
        }
    }

    private static bool TryConvert(string text, Type type, out object? value)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            value = bare == typeof(string) ? text : Convert.ChangeType(text, bare, CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }

    private static string? QueryName(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<QueryAttribute>() is { } query ? query.Name ?? parameter.Name : null;

    private static string Pattern(string template) => Regex.Replace(
        Regex.Escape(template).Replace("\\{", "{"),
        "{([a-z]+)}",
        hole => hole.Groups[1].Value is "filepath" or "branch" or "reference" ? $"(?<{hole.Groups[1].Value}>.+)" : $"(?<{hole.Groups[1].Value}>[^/]+)");
}
