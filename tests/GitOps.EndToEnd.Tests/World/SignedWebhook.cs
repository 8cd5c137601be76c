using System.Security.Cryptography;
using System.Text;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>Webhooks as Gitea signs them.</summary>
internal static class SignedWebhook
{
    /// <summary>A delivery that says that a producer's dev repository is at a commit.</summary>
    public static HttpRequestMessage Push(TestProducer producer, string after) => Create($$$"""
        {"ref":"refs/heads/main","before":"{{{new string('0', 40)}}}","after":"{{{after}}}","total_commits":1,
         "commits":[{"id":"{{{after}}}","message":"Change","author":{"email":"al@example.com"},"committer":{"email":"al@example.com"}}],
         "repository":{"id":1,"name":"dev","owner":{"login":"{{{producer.User}}}"},"full_name":"{{{producer.User}}}/dev"}}
        """);

    /// <summary>Any body with a signature that fits.</summary>
    public static HttpRequestMessage Create(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Create(bytes, Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Sentinels.WebhookSecret), bytes)));
    }

    /// <summary>Any body with any signature, or without one.</summary>
    public static HttpRequestMessage Create(byte[] body, string? signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Gitea-Event", "push");
        request.Headers.Add("X-Gitea-Delivery", Guid.NewGuid().ToString());
        if (signature is not null) request.Headers.Add("X-Gitea-Signature", signature);
        return request;
    }
}
