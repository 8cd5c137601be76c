using System.Security.Cryptography;
using System.Text;

namespace GitOps.Configstore.Tests.World;

/// <summary>Webhooks as Gitea would send them, and as it would not.</summary>
internal static class SignedWebhook
{
    public static HttpRequestMessage Create(string body, string @event = "push", string secret = GiteaAndConfigstore.Secret) =>
        Create(Encoding.UTF8.GetBytes(body), @event, secret);

    public static HttpRequestMessage Create(byte[] body, string @event = "push", string secret = GiteaAndConfigstore.Secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Gitea-Event", @event);
        request.Headers.Add("X-Gitea-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add("X-Gitea-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        return request;
    }

    public static string Push(string owner, string repository, string before, string after, string reference = "refs/heads/main") => $$$"""
        {"ref":"{{{reference}}}","before":"{{{before}}}","after":"{{{after}}}","total_commits":1,
         "commits":[{"id":"{{{after}}}","message":"x","author":{"email":"a@b"},"committer":{"email":"a@b"}}],
         "repository":{"id":1,"name":"{{{repository}}}","owner":{"login":"{{{owner}}}"},"full_name":"{{{owner}}}/{{{repository}}}"}}
        """;
}
