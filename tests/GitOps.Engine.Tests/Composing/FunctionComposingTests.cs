using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;

namespace GitOps.Engine.Tests.Composing;

/// <summary>Which folders of the <c>functions</c> repository run.</summary>
public sealed class FunctionComposingTests
{
    [TestCase(FunctionsProvider.Deployment)]
    [TestCase(FunctionsProvider.Kubeless)]
    public void Compose_DisabledFunction_MakesNothingOfItAndAllOfTheOthers(FunctionsProvider provider)
    {
        var composer = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com", FunctionsProvider = provider });

        var composition = composer.Compose(TestSnapshots.Of("al", functions: Files("lunchbadger: {disabled: true}\n")));

        Assert.That(composition.Problems, Is.Empty);
        Assert.That(composition.Manifests.Select(manifest => manifest.Key.Name), Has.None.Contains("hello").And.Some.EqualTo("fn-al-dev-price"));
    }

    [Test]
    public void Compose_DisabledThatIsNeitherTrueNorFalse_IsAProblem()
    {
        var composer = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com" });

        var problem = composer.Compose(TestSnapshots.Of("al", functions: Files("lunchbadger: {disabled: 'yes'}\n"))).Problems.Single();

        Assert.That((problem.File, problem.Path), Is.EqualTo(("functions/hello/serverless.yml", "$.lunchbadger.disabled")));
    }

    [Test]
    public void Compose_ServiceOfADisabledFunction_IsFreeForAnother()
    {
        var composer = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com" });
        var files = Files("lunchbadger: {disabled: true}\n");
        files["price/serverless.yml"] = files["price/serverless.yml"].Replace("service: price", "service: hello", StringComparison.Ordinal);

        Assert.That(composer.Compose(TestSnapshots.Of("al", functions: files)).Problems, Is.Empty);
    }

    private static Dictionary<string, string> Files(string hello) => new()
    {
        ["hello/serverless.yml"] = "service: hello\nprovider: {runtime: nodejs20}\nfunctions: {h: {handler: handler.h}}\n" + hello,
        ["hello/handler.js"] = "exports.h = 1;",
        ["price/serverless.yml"] = "service: price\nprovider: {runtime: nodejs20}\nfunctions: {h: {handler: handler.h}}\n",
        ["price/handler.js"] = "exports.h = 1;",
    };
}
