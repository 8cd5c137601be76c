using System.Text.Encodings.Web;
using System.Text.Json;

namespace GitOps.Configstore.Tests.World;

/// <summary>JSON as JavaScript writes it: only what must be escaped is.</summary>
public static class TestJson
{
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
