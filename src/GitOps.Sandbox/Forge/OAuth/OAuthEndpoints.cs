using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Api;
using Microsoft.AspNetCore.Http.Extensions;

namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>
/// Gitea's OAuth 2 endpoints at its root. Where Gitea signs a browser in and asks for consent on pages of its own, here is one form that
/// takes a user's name with the password or a token.
/// </summary>
internal sealed class OAuthEndpoints(EmbeddedForge forge)
{
    /// <summary>What is asked of the authorization endpoint and has to be known again when the form comes back.</summary>
    private static readonly string[] Asked = ["client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"];

    public void Map(IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "GET", "/login/oauth/authorize", ShowFormAsync);
        Map(endpoints, "POST", "/login/oauth/grant", GrantAsync);
        Map(endpoints, "POST", "/login/oauth/access_token", GiveTokensAsync);
        Map(endpoints, "GET", "/login/oauth/userinfo", TellUserAsync);
        Map(endpoints, "GET", "/.well-known/openid-configuration", DescribeAsync);
    }

    private void Map(IEndpointRouteBuilder endpoints, string method, string route, Func<HttpContext, Task> handler) =>
        endpoints.MapMethods(route, [method], http =>
        {
            forge.Requests.Count(method, route);
            forge.LearnUrl(ApiRequest.BaseUrl(http.Request));
            return handler(http);
        });

    private async Task ShowFormAsync(HttpContext http)
    {
        var asked = Asked.ToDictionary(name => name, name => http.Request.Query[name].ToString());
        if (await RefuseAsync(http, asked) is null) return;
        var fields = string.Concat(asked.Select(field => $"<input type=hidden name={field.Key} value=\"{HtmlEncoder.Default.Encode(field.Value)}\">"));
        await WritePageAsync(http, 200, $"""
            <h1>Sign in for {HtmlEncoder.Default.Encode(asked["redirect_uri"])}</h1>
            <form method=post action=/login/oauth/grant>{fields}
            <p><label>User <input name=user_name></label>
            <p><label>Password or token <input type=password name=password></label>
            <p><button name=granted value=true>Sign in</button> <button name=granted value=false>Cancel</button></form>
            """);
    }

    private async Task GrantAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var asked = Asked.ToDictionary(name => name, name => form[name].ToString());
        if (await RefuseAsync(http, asked) is not { } application) return;
        if (form["granted"] != "true")
        {
            Redirect(http, asked, ("error", "access_denied"), ("error_description", "the request is denied"));
            return;
        }
        if (forge.Authenticator.SignIn(form["user_name"].ToString(), form["password"].ToString()) is not { } account)
        {
            await WritePageAsync(http, 401, "<p>The user or the password is wrong. Go back and try again.");
            return;
        }
        Redirect(http, asked, ("code", forge.OAuth.Grant(application, account, asked["scope"], asked["redirect_uri"], asked["code_challenge"])));
    }

    private async Task GiveTokensAsync(HttpContext http)
    {
        var form = await ReadAsync(http.Request);
        string Field(string name) => form.GetValueOrDefault(name, "");
        ApiAnswer answer;
        try
        {
            answer = ApiAnswer.Ok(Field("grant_type") switch
            {
                "authorization_code" => forge.OAuth.Redeem(Field("client_id"), Field("client_secret"), Field("code"), Field("redirect_uri"), Field("code_verifier")),
                "refresh_token" => forge.OAuth.Refresh(Field("client_id"), Field("client_secret"), Field("refresh_token")),
                _ => throw new OAuthException("unsupported_grant_type", "Only refresh_token or authorization_code grant type is supported"),
            });
        }
        catch (OAuthException refused)
        {
            answer = new ApiAnswer(400, new { refused.Error, ErrorDescription = refused.Message });
        }
        await answer.WriteAsync(http.Response, http.RequestAborted);
    }

    private async Task TellUserAsync(HttpContext http)
    {
        Caller? caller = null;
        try
        {
            caller = forge.Authenticator.Authenticate(http.Request);
        }
        catch (SignInException)
        {
            // Told below, as to those who show nothing.
        }
        if (caller?.Account is not { } account || caller.Token is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"Gitea OAuth2\"";
            http.Response.StatusCode = 401;
            await http.Response.WriteAsync("no valid authorization", http.RequestAborted);
            return;
        }
        var body = new { Sub = $"{account.Id}", account.Name, PreferredUsername = account.Name, account.Email, Picture = "", Groups = Array.Empty<string>() };
        await ApiAnswer.Ok(body).WriteAsync(http.Response, http.RequestAborted);
    }

    private static Task DescribeAsync(HttpContext http)
    {
        var root = ApiRequest.BaseUrl(http.Request).GetLeftPart(UriPartial.Authority);
        var answer = ApiAnswer.Ok(new
        {
            Issuer = root,
            AuthorizationEndpoint = $"{root}/login/oauth/authorize",
            TokenEndpoint = $"{root}/login/oauth/access_token",
            JwksUri = $"{root}/login/oauth/keys",
            UserinfoEndpoint = $"{root}/login/oauth/userinfo",
            IntrospectionEndpoint = $"{root}/login/oauth/introspect",
            ResponseTypesSupported = (string[])["code", "id_token"],
            IdTokenSigningAlgValuesSupported = (string[])["RS256"],
            SubjectTypesSupported = (string[])["public"],
            ScopesSupported = (string[])["openid", "profile", "email", "groups"],
            ClaimsSupported = (string[])["aud", "exp", "iat", "iss", "sub", "name", "preferred_username", "profile", "picture", "website", "locale", "updated_at", "email", "email_verified", "groups"],
            CodeChallengeMethodsSupported = (string[])["plain", "S256"],
            GrantTypesSupported = (string[])["authorization_code", "refresh_token"],
        }) with
        { ContentType = "application/json" };
        return answer.WriteAsync(http.Response, http.RequestAborted);
    }

    /// <summary>The application that asks; null when the browser was told why not.</summary>
    private async Task<OAuthApplication?> RefuseAsync(HttpContext http, Dictionary<string, string> asked)
    {
        // Whoever is not known, or wants the user to be sent elsewhere, gets no redirect.
        if (forge.OAuth.Application(asked["client_id"]) is not { } application)
        {
            await WritePageAsync(http, 400, "<p>unauthorized_client: Client ID not registered");
            return null;
        }
        if (!application.RedirectUris.Contains(asked["redirect_uri"]))
        {
            await WritePageAsync(http, 400, "<p>invalid_request: Unregistered Redirect URI");
            return null;
        }
        var error = asked["response_type"] != "code" ? ("unsupported_response_type", "Only code response type is supported.")
            : asked["code_challenge_method"] is not ("S256" or "") ? ("invalid_request", "unsupported code challenge method")
            : asked["code_challenge_method"].Length == 0 && !application.IsConfidential ? ("invalid_request", "PKCE is required for public clients")
            : ("", "");
        if (error.Item1.Length == 0) return application;
        Redirect(http, asked, ("error", error.Item1), ("error_description", error.Item2));
        return null;
    }

    private static void Redirect(HttpContext http, Dictionary<string, string> asked, params (string Name, string Value)[] answer)
    {
        var query = new QueryBuilder([.. answer.Append(("state", asked["state"])).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))]);
        http.Response.StatusCode = 303;
        http.Response.Headers.Location = asked["redirect_uri"] + query.ToQueryString();
    }

    private static async Task WritePageAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"<!doctype html><title>Sandbox forge</title>{body}"), http.RequestAborted);
    }

    /// <summary>As a form, or as JSON, which Gitea takes too.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted)).ToDictionary(field => field.Key, field => field.Value.ToString());
        try
        {
            return await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(request.Body, ForgeJson.Options, request.HttpContext.RequestAborted) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }
}
