using System.ComponentModel.DataAnnotations;
using System.Reflection;
using GitOps.Engine.Composing;
using Microsoft.Extensions.Configuration;

namespace GitOps.Engine.Tests.Composing;

public sealed class CompositionSettingsTests
{
    [Test]
    public void Properties_All_AreBoundToAnEnvironmentVariable() =>
        Assert.That(
            typeof(CompositionSettings).GetProperties().Where(property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>() is null),
            Is.Empty);

    [Test]
    public void Bind_VariablesOfThePredecessor_AreRead()
    {
        var settings = Bind(("CUSTOMER_DOMAIN", "example.com"), ("LBWS_VERSION", "0.2.6"), ("ENABLE_ROLLING_UPDATE", "false"), ("GATEWAY_ADMIN", "open"), ("REDIS_PORT", "6380"));

        Assert.That(
            (settings.CustomerDomain, settings.WorkspaceVersion, settings.EnableRollingUpdate, settings.GatewayAdmin, settings.RedisPort),
            Is.EqualTo(("example.com", "0.2.6", false, GatewayAdminAccess.Open, 6380)));
    }

    [Test]
    public void Validate_Defaults_HaveNoError() => Assert.That(Errors(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey }), Is.Empty);

    [TestCase("CUSTOMER_DOMAIN", "Not A Domain")]
    [TestCase("CUSTOMER_DOMAIN", "")]
    [TestCase("ACTUALIZER_TARGET_NAMESPACE", "a/b")]
    [TestCase("MIN_READY_SECONDS", "-1")]
    [TestCase("REPLICAS", "101")]
    [TestCase("REDIS_USER_KEY", "short")]
    [TestCase("REDIS_USER_KEY", "")]
    [TestCase("REDIS_AUTHENTICATION", "7")]
    [TestCase("GATEWAY_LOG_LEVEL", "loud")]
    [TestCase("POD_CONFIGSTORE_URL", "configstore")]
    public void Validate_ValueOutOfRange_IsAnError(string name, string value) =>
        Assert.That(Errors(Bind((name, value))), Has.Count.EqualTo(1));

    [Test]
    public void Validate_KeyThatCannotBeUsed_IsNotRepeated() =>
        Assert.That(Errors(Bind(("REDIS_USER_KEY", "s3ntinel"))).Single().ErrorMessage, Does.Not.Contain("s3ntinel"));

    [Test]
    public void Validate_NoKeyWithoutAuthentication_IsNoError() =>
        Assert.That(Errors(Bind(("REDIS_USER_KEY", ""), ("REDIS_AUTHENTICATION", "off"))), Is.Empty);

    private static CompositionSettings Bind(params (string Name, string Value)[] variables)
    {
        var settings = new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey };
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.ToDictionary(variable => variable.Name, variable => (string?)variable.Value))
            .Build()
            .Bind(settings);
        return settings;
    }

    private static List<ValidationResult> Errors(CompositionSettings settings)
    {
        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), errors, validateAllProperties: true);
        return errors;
    }
}
