using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>Puts a test's own part around a registered one.</summary>
internal static class ServiceDecoration
{
    public static void Decorate<T>(this IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var index = services.ToList().FindLastIndex(service => service.ServiceType == typeof(T));
        var inner = services[index];
        services[index] = ServiceDescriptor.Singleton(provider => decorate((T)(
            inner.ImplementationInstance
            ?? inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }
}
