namespace GitOps.Configstore.FunctionApi;

/// <summary>Adds the editing of functions.</summary>
public static class FunctionApiRegistration
{
    public static IServiceCollection AddFunctionApi(this IServiceCollection services) => services.AddSingleton<FunctionTemplates>().AddSingleton<Functions>().AddSingleton<FunctionDeployment>();
}
