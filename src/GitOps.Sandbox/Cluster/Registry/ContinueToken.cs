using System.Buffers.Text;
using System.Globalization;
using System.Text;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>Where the next page of a list begins; opaque to clients.</summary>
/// <param name="Revision">Revision of all pages; negative for whatever is current.</param>
/// <param name="After">Key of the last object sent.</param>
internal sealed record ContinueToken(long Revision, ObjectKey After)
{
    /// <exception cref="ApiException">400 when this server did not make the token.</exception>
    public static ContinueToken Parse(string text)
    {
        if (Base64Url.IsValid(text) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is [var revision, var ns, var name]
            && long.TryParse(revision, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return new ContinueToken(number, new ObjectKey(ns, name));
        throw ApiErrors.BadRequest("continue key is not valid: illegal base64 data");
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Revision}\n{After.Namespace}\n{After.Name}")));
}
