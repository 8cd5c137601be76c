using System.Text;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.Gateways;

namespace GitOps.EndToEnd.Tests;

/// <summary>Every secret of the house is a text that all output can be searched for.</summary>
public sealed class SecretTests : EndToEndFixture
{
    [Test]
    public async Task Promise9_Secrets_AppearInNoOutputButTheSecretObject()
    {
        await World.Actualizer.StopAsync();
        await World.Configstore.StopAsync();
        await using var redis = await RedisServer.StartAsync(Sentinels.RedisPassword, []);
        await World.Configstore.StartChildAsync(("LOG_LEVEL", "Debug"));
        await World.Actualizer.StartChildAsync(
            ("LOG_LEVEL", "Debug"),
            ("REDIS_AUTHENTICATION", "Required"),
            ("REDIS_HOST", "127.0.0.1"),
            ("REDIS_PORT", $"{redis.Port}"),
            ("REDIS_ADMIN_PASSWORD", Sentinels.RedisPassword),
            ("REDIS_USER_KEY", Sentinels.RedisUserKey));
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));

        // Something to log: failures of every kind, and a pass over everything.
        World.GiteaNetwork.ResetOpenRequests();
        World.ClusterNetwork.ResetOpenRequests();
        World.ConfigstoreNetwork.ResetOpenRequests();
        var broken = await al.PushAsync(new Project(new Gateway("g1", "Shop")) { Broken = true });
        await World.UntilAsync(al, ReconcileState.Refused, broken);
        var outputs = new Dictionary<string, string>();
        foreach (var path in (string[])["/producers", "/producers/al", "/environments", "/producers/al/envs/dev", "/producers/al/envs/dev/status", "/status", "/ready", "/health", "/metrics", "/openapi/v1.json", "/users/customer/al/repos", "/nowhere"])
            outputs[$"configstore {path}"] = await ReadAsync(World.Configstore, path);
        foreach (var path in (string[])["/ready", "/health", "/metrics", "/holds", "/nowhere"]) outputs[$"actualizer {path}"] = await ReadAsync(World.Actualizer, path);
        foreach (var kind in ClusterReader.Kinds.Append("Event").Append("Pod").Append("Lease").Except(["Secret"]))
            outputs[kind] = string.Join('\n', (await World.Cluster.ListAsync(kind)).Select(item => item.ToJsonString()));
        foreach (var secret in await World.Cluster.ListAsync("Secret"))
        {
            outputs[$"metadata of secret {ClusterReader.Name(secret)}"] = secret["metadata"]!.ToJsonString();
            // What opens all of Redis is in no object at all.
            var content = secret["data"]!.ToJsonString();
            foreach (var sentinel in (string[])[Sentinels.RedisPassword, Sentinels.RedisUserKey])
                Assert.That(content, Does.Not.Contain(Convert.ToBase64String(Encoding.UTF8.GetBytes(sentinel))), ClusterReader.Name(secret));
        }
        Assert.That(outputs.Keys, Has.Some.EqualTo("metadata of secret gateway-al-dev-shop"), "the gateway was made");
        // A failure of Redis is something to log too.
        await redis.StopAsync();
        await Eventually.That(async () => await ReadAsync(World.Actualizer, "/metrics"), Does.Match("gitops_redis_available.* 0"));
        await World.Actualizer.StopAsync();
        await World.Configstore.StopAsync();
        outputs["log of the actualizer"] = string.Join('\n', World.Actualizer.Output);
        outputs["log of the configstore"] = string.Join('\n', World.Configstore.Output);

        Assert.That(outputs["log of the actualizer"], Does.Contain("al/main/dev"), "the log was captured");
        foreach (var sentinel in Sentinels.All)
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(sentinel));
            Assert.That(outputs.Where(output => output.Value.Contains(sentinel, StringComparison.Ordinal) || output.Value.Contains(base64, StringComparison.Ordinal)).Select(output => output.Key), Is.Empty, sentinel);
        }
    }

    private static async Task<string> ReadAsync(Part part, string path)
    {
        using var answer = await part.Http.GetAsync(path);
        return $"{answer.Headers}{await answer.Content.ReadAsStringAsync()}";
    }
}
