using System.Globalization;

namespace GitOps.Model.Tests.Hosts;

/// <summary>Thousands of ways to write a URL, the same in every run.</summary>
internal static class Spellings
{
    private static readonly string[] Names =
    [
        "gateway-bo-dev-shop", "gateway-bo-dev-shop.customer", "workspace-al-dev", "workspace-al-dev.customer.svc.cluster.local", "localhost", "kubernetes.default", "metadata.google.internal",
        "example.org", "API.example.org", "a-b.c_d.example", "xn--bcher-kva.example", "xn--fiqs8s", "xn--80ak6aa92e.com", "bücher.example", "日本.example", "xn--gateway-.example", "xn--a.example", "xn--.example", "straße.example",
        "xn--mgba3gch31f.example", "1a.xn--mgba3gch31f", "xn--ls8h.example", "ab--cd.example", "-a.example", "a-.example", "a..b", ".a", "a.b.c.d.e", "1.2.3.4.example", "a.1", "a.0x1", "a.1e3", "0x", "1.0x",
    ];

    private static readonly string[] Addresses =
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "203.0.113.7", "0.0.0.0", "255.255.255.255", "256.1.1.1", "1.2.3", "08.8.8.8", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.1]", "[64:ff9b::7f00:1]", "[2001:db8::1]", "[2001:DB8:0:0::1]",
        "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:8:9]", "[::127.0.0.1]", "[::ffff:127.0.0.01]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[:::]", "[12345::]", "[::1", "::1", "[]", "[v1.a]",
    ];

    private static readonly string[] Schemes = ["http:", "https:", "HTTP:", "hTtPs:", "ht\ttp:", "http", "ftp:", "ws:", "file:", "httpx:", "http+unix:", ""];
    private static readonly string[] Slashes = ["//", "//", "//", "//", "///", "/", "", "\\\\", "/\\", "\\/", "/\t/", "////"];
    private static readonly string[] Users = ["", "", "", "", "user@", "user:p%40ss@", "a@b@", "example.org@", "example.org:80@", "@", ":@", "a%ffb@", "a%zz@", "ü@", "a\\@", "a/@", "a#@", "a?@", "a'b;c@"];
    private static readonly string[] Ports = ["", "", "", ":80", ":443", ":8080", ":9876", ":0", ":", ":080", ":65535", ":65536", ":99999", ":8 0", ":80a", ":８０", ":-1", ":80:80", ":+80"];
    private static readonly string[] Rests = ["", "", "/", "/v1?x=1#y", "?x=@evil", "#@evil", "/@evil", "/ü", "/a b", "/a\\b", "\\evil", "/%zz", "/%20", ";x", "/\u00A0", " ", "\n", "\t", "\u3000", "\uFEFF"];
    private static readonly string[] Before = ["", "", "", "", "", "", " ", "\t", "\n", "\u0000", "\u001F", "\u00A0", "\uFEFF", "\u3000"];
    private static readonly string[] Inserted = ["\u00AD", "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\t", "\n", "\r", " ", "%20", "%00", "%2e", "%", "\u0301", "\uFE0F", "\u180E", "\u3002", "\uFF0E", "\uFF61", "\uD800", "*", "+", "!", "'", "\"", "<", "|", "^", "`", "{", "~", ",", ";", "=", "&", "$", "(", "\\", "@", ":", "[", "_", ".."];

    public static IReadOnlyList<string> All(int count)
    {
        var random = new Random(20261);
        var all = new List<string>();
        var hosts = Names.Concat(Addresses).Concat(Addresses.Where(address => address.Split('.').Length == 4 && !address.Contains('[', StringComparison.Ordinal)).SelectMany(Numbers)).ToList();
        // Each host and each change of a host once, in a URL that is otherwise plain.
        foreach (var host in hosts) all.AddRange([$"http://{host}", $"https://{host}.:8080/x", $"http://u:p@{host}/"]);
        foreach (var part in Inserted) all.AddRange([$"http://gate{part}way-bo-dev-shop:9876/", $"http://{part}example.org/", $"http://example{part}.org/", $"http://example.org{part}/", $"http://example.org{part}"]);
        foreach (var host in hosts) all.AddRange([$"http://{Wide(host)}/", $"http://{Percent(host)}/", $"http://{Circled(host)}/", $"http://{host.ToUpperInvariant()}/"]);
        while (all.Count < count)
        {
            var host = hosts[random.Next(hosts.Count)];
            // Every fourth as most people write them.
            if (random.Next(4) == 0)
            {
                all.Add($"{Schemes[random.Next(4)]}//{Pick(random, Users[..6])}{host}{Pick(random, Ports[..7])}{Pick(random, Rests[..7])}");
                continue;
            }
            host = random.Next(8) switch
            {
                0 => Wide(host),
                1 => Percent(host),
                2 => Circled(host),
                3 => host.Insert(random.Next(host.Length + 1), Pick(random, Inserted)),
                4 => host + ".",
                5 => Mixed(random, host),
                _ => host,
            };
            all.Add(Pick(random, Before) + Pick(random, Schemes[..(random.Next(3) == 0 ? Schemes.Length : 2)]) + Pick(random, Slashes) + Pick(random, Users) + host + Pick(random, Ports) + Pick(random, Rests));
        }
        return [.. all.Distinct(StringComparer.Ordinal)];
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    /// <summary>An address in other bases, and with fewer parts.</summary>
    private static IEnumerable<string> Numbers(string address)
    {
        if (!System.Net.IPAddress.TryParse(address, out var parsed)) yield break;
        var b = parsed.GetAddressBytes();
        var number = ((uint)b[0] << 24) | ((uint)b[1] << 16) | ((uint)b[2] << 8) | b[3];
        yield return number.ToString(CultureInfo.InvariantCulture);
        yield return $"0x{number:x}";
        yield return $"0X{number:X8}";
        yield return "0" + Convert.ToString(number, 8);
        yield return $"{b[0]}.{number & 0xFFFFFF}";
        yield return $"{b[0]}.{b[1]}.{number & 0xFFFF}";
        yield return string.Join('.', b.Select(part => $"0x{part:x}"));
        yield return string.Join('.', b.Select(part => "0" + Convert.ToString(part, 8)));
        yield return string.Join('.', b.Select(part => $"00{part}"));
        yield return $"{address}.";
        yield return $"[::ffff:{address}]";
        yield return $"[::{address}]";
        yield return $"[64:ff9b::{address}]";
        yield return $"[::ffff:{b[0]:x2}{b[1]:x2}:{b[2]:x2}{b[3]:x2}]";
        yield return $"[2002:{b[0]:x2}{b[1]:x2}:{b[2]:x2}{b[3]:x2}::]";
        yield return $"{number + 0x1_0000_0000UL}";
    }

    private static string Wide(string text) => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c));

    private static string Percent(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? $"%{(int)c:x2}" : $"{c}"));

    private static string Circled(string text) => string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 0x24D0) : c));

    private static string Mixed(Random random, string text) => string.Concat(text.Select(c => random.Next(3) > 0 ? $"{c}" : random.Next(2) > 0 ? Wide($"{c}") : Percent($"{c}")));
}
