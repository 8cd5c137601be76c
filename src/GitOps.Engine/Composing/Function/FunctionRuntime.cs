namespace GitOps.Engine.Composing.Function;

/// <summary>What runs a function's code.</summary>
/// <param name="Name">As <c>serverless.yml</c> names it, such as <c>nodejs20</c>.</param>
/// <param name="Language">Such as <c>nodejs</c>.</param>
/// <param name="Version">Such as <c>20</c>.</param>
/// <param name="Image">Follows the contract of Kubeless' runtime images.</param>
/// <param name="IsOwnImage">Whether an operator gave the image, rather than the template.</param>
internal sealed record FunctionRuntime(string Name, string Language, string Version, string Image, bool IsOwnImage)
{
    /// <summary>Must be compiled before it runs, which images of the template do not do.</summary>
    public bool IsCompiled => Language is "go" or "java" or "dotnetcore" or "dotnet";

    /// <summary>File that names what is to be installed beside the code; null when the language has none that is supported.</summary>
    public string? DependenciesFile => Language switch
    {
        "nodejs" => "package.json",
        "python" => "requirements.txt",
        "ruby" => "Gemfile",
        "php" => "composer.json",
        _ => null,
    };

    /// <summary>Installs them into the folder of the code. Constant: nothing of a tenant's gets into a shell.</summary>
    public string InstallCommand => Language switch
    {
        "nodejs" => $"npm install --production --no-audit --no-fund --prefix={FunctionPods.CodePath}",
        "python" => $"pip install --no-cache-dir --prefix={FunctionPods.CodePath} -r {FunctionPods.CodePath}/requirements.txt",
        "ruby" => $"cd {FunctionPods.CodePath} && bundle install --path={FunctionPods.CodePath}",
        "php" => $"cd {FunctionPods.CodePath} && composer install --no-dev",
        _ => throw new InvalidOperationException($"Nothing is installed for {Language}."),
    };

    /// <summary>Image that has the language's package manager.</summary>
    public string InstallImage => Language switch
    {
        "nodejs" => $"node:{Version}",
        "php" => "composer:2",
        _ => $"{Language}:{Version}",
    };

    /// <summary>The variable by which the language finds what was installed, and its value; null when it needs none.</summary>
    public (string Name, string Value)? LibraryPath => Language switch
    {
        "nodejs" => ("NODE_PATH", $"{FunctionPods.CodePath}/node_modules"),
        "python" => ("PYTHONPATH", $"{FunctionPods.CodePath}/lib/python{Version}/site-packages:{FunctionPods.CodePath}"),
        _ => null,
    };
}
