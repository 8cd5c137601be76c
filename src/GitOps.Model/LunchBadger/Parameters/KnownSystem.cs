using static GitOps.Model.LunchBadger.Parameters.ParameterType;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>
/// What a gateway may override of Express Gateway's <c>system.config.yml</c>. Left out is what leads elsewhere: further addresses of Redis
/// (<c>path</c>, <c>sentinels</c>), and session stores (<c>storeProvider</c>), which are modules with connections of their own.
/// </summary>
internal static class KnownSystem
{
    private static readonly ParameterList Expiry = new(new Parameter("timeToExpiry", Number)) { NullIsNone = true };

    /// <summary>A Redis of the gateway's own, as ioredis takes it.</summary>
    public static ParameterList Redis { get; } = new(
        new("host", Host),
        new("port", Integer),
        new("family", Integer),
        new("username", Text),
        new("password", Text),
        new("db", Integer),
        new("namespace", Text),
        new("keyPrefix", Text),
        new("connectionName", Text),
        new("emulate", Flag),
        new("connectTimeout", Integer),
        new("keepAlive", Integer),
        new("noDelay", Flag),
        new("maxRetriesPerRequest", Anything),
        new("enableOfflineQueue", Flag),
        new("enableReadyCheck", Flag),
        new("lazyConnect", Flag),
        new("tls", ParameterType.Parameters)
        {
            Inner = new(
                new("keyFile", ImageFile),
                new("certFile", ImageFile),
                new("caFile", ImageFile),
                new("key", Text),
                new("cert", Text),
                new("ca", TextOrTexts),
                new("passphrase", Text),
                new("ciphers", Text),
                new("minVersion", Text),
                new("maxVersion", Text),
                new("servername", Text),
                new("rejectUnauthorized", Flag))
            {
                NullIsNone = true,
            },
        })
    {
        NullIsNone = true,
    };

    public static ParameterList System { get; } = new(
        // Judged by itself: what it may hold depends on whose Redis it is.
        new("db", Anything),
        new("crypto", ParameterType.Parameters) { Inner = new(new("cipherKey", Text), new("algorithm", Text), new("saltRounds", Number)) { NullIsNone = true } },
        new("session", ParameterType.Parameters)
        {
            Inner = new(
                new("cookie", Members),
                new("name", Text),
                new("proxy", Flag),
                new("resave", Flag),
                new("rolling", Flag),
                new("saveUninitialized", Flag),
                new("secret", TextOrTexts),
                new("unset", Text))
            {
                NullIsNone = true,
            },
        },
        new("accessTokens", ParameterType.Parameters)
        {
            Inner = new(
                new("tokenType", Text) { Choices = ["jwt", "opaque"] },
                new("timeToExpiry", Number),
                new("issuer", Text),
                new("audience", TextOrTexts),
                new("subject", Text),
                new("algorithm", Text),
                new("secretOrPrivateKey", Text),
                new("secretOrPrivateKeyFile", ImageFile))
            {
                NullIsNone = true,
            },
        },
        new("refreshTokens", ParameterType.Parameters) { Inner = Expiry },
        new("authorizationCodes", ParameterType.Parameters) { Inner = Expiry },
        new("plugins", Members))
    {
        NullIsNone = true,
    };

    /// <summary>A plugin's settings: which package it is, and what only that knows.</summary>
    public static ParameterList Plugin { get; } = new(new Parameter("package", Package)) { IsOpen = true, NullIsNone = true };
}
