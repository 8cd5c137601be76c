using System.Text;
using GitOps.Model.Environments;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Model.Serverless;

/// <summary>
/// Decides whether a folder of the <c>functions</c> repository is a function that can be deployed, whatever runs it. Who deploys and
/// who edits ask here, so that nothing is committed that would be refused afterwards.
/// </summary>
public static class FunctionCheck
{
    /// <summary>Functions that an environment may have.</summary>
    public const int MaxFunctions = 50;

    /// <summary>Bytes that the code of a function may have: a config map holds less than 1 MiB with all that is around the content.</summary>
    public const int MaxBytes = 900 * 1024;

    /// <summary>Files that a function may have.</summary>
    public const int MaxFiles = 200;

    /// <summary>Whether the file defines a function, and one that is not meant for somebody else's cloud.</summary>
    public static bool IsMeant(ServerlessService service) =>
        service.Functions.Count > 0 && service.Provider is null or "kubeless" or "deployment";

    /// <summary>What a function is made of; null, with problems added, when it cannot be deployed.</summary>
    /// <param name="service">Its <c>serverless.yml</c>.</param>
    /// <param name="repository">Code of the repository, path to text.</param>
    /// <param name="unreadable">Code that is no text, or too much of it.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static FunctionSource? Check(
        ServerlessService service, IReadOnlyDictionary<string, string> repository, IReadOnlyList<Problem> unreadable, ProblemList problems)
    {
        if (DnsLabel.Violation(service.Service, ObjectNames.MaxLabelLength) is { } violation)
        {
            problems.Add(service.File, "$.service", $"The name of a function becomes part of a host name, but it {violation}.");
            return null;
        }
        if (service.Functions.Count > 1)
        {
            problems.Add(service.File, "$.functions", $"Defines {service.Functions.Count} functions; a folder holds one. Give each a folder of its own.");
            return null;
        }
        var function = service.Functions[0];
        foreach (var (name, _) in function.Variables)
        {
            if (VariableNames.ViolationOfFunction(name) is { } wrong) problems.Add(service.File, $"{function.Source.GetPath()}.environment", wrong);
        }
        var code = CodeOf(service, repository, unreadable, problems);
        var dot = function.Handler?.LastIndexOf('.') ?? -1;
        if (dot < 1 || dot == function.Handler!.Length - 1)
        {
            problems.Add(new Problem(service.File, $"{function.Source.GetPath()}.handler", "The handler must name a file and what of it is called.") { Hint = "Such as handler.hello for the export 'hello' of handler.js." });
            return null;
        }
        var module = function.Handler[..dot];
        if (code is null) return null;
        if (!code.Any(file => Path.ChangeExtension(file.Key, null) == module))
        {
            problems.Add(service.File, $"{function.Source.GetPath()}.handler", $"There is no file '{module}' with an extension in functions/{service.Folder}.");
            return null;
        }
        return new FunctionSource(module, function.Handler[(dot + 1)..], function.Variables, code);
    }

    private static KeyValuePair<string, string>[]? CodeOf(
        ServerlessService service, IReadOnlyDictionary<string, string> repository, IReadOnlyList<Problem> unreadable, ProblemList problems)
    {
        var folder = service.Folder + "/";
        var concerning = unreadable.Where(problem => problem.Path == "$" && Concerns(problem.File, folder)).ToList();
        if (concerning.Count > 0)
        {
            problems.AddRange(concerning);
            return null;
        }
        KeyValuePair<string, string>[] files =
        [
            .. repository.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal))
                .Select(file => KeyValuePair.Create(file.Key[folder.Length..], file.Value))
                .OrderBy(file => file.Key, StringComparer.Ordinal),
        ];
        if (files.FirstOrDefault(file => file.Key.Split('/').Any(part => part is "" or "." or "..")).Key is { } path)
        {
            problems.Add(service.File, "$", $"'{path}' is no path of a file below the function's folder.");
            return null;
        }
        var bytes = files.Sum(file => Encoding.UTF8.GetByteCount(file.Value));
        if (files.Length <= MaxFiles && bytes <= MaxBytes) return files;
        problems.Add(service.File, "$", $"The function has {files.Length} files with {bytes} bytes; {MaxFiles} with {MaxBytes} can be deployed.");
        return null;
    }

    // A problem of the whole repository is one of each of its functions.
    private static bool Concerns(string file, string folder) =>
        file == "functions" || file.StartsWith("functions/" + folder, StringComparison.Ordinal) || file == "functions/" + folder.TrimEnd('/');
}
