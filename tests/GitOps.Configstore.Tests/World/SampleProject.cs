namespace GitOps.Configstore.Tests.World;

/// <summary>A project with one of most things, and with members and spellings that nothing here knows of.</summary>
public static class SampleProject
{
    public const string Text =
        """{"id":"al-dev","name":"main","zoom":1.50,"gateways":[{"id":"g1","name":"Main","dnsPrefix":"main","itemOrder":0,"policies":["proxy","cors"],"pipelines":[{"id":"p1","name":"Cars","policies":[{"id":"pol1","proxy":[{"condition":{"name":"always"},"action":{"serviceEndpoint":"s1","changeOrigin":true}}]}]},{"id":"p2","name":"Bikes","policies":[]}],"canvas":{"x":1.0}}],"serviceEndpoints":[{"id":"s1","name":"Backend","urls":["http://backend.example.com"],"itemOrder":0}],"apiEndpoints":[{"id":"a1","name":"Caf\u00e9","paths":["/cars"],"itemOrder":1e0},{"id":"a2","name":"Bikes","paths":["/bikes"]}],"connections":[{"id":"c1","fromId":"s1","toId":"p1"},{"id":"c2","fromId":"p1","toId":"a1"},{"id":"c3","fromId":"p2","toId":"a2"}],"states":[{"id":"st1","key":"currentElement","value":"g1"}]}""";
}
