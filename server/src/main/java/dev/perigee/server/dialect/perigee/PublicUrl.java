package dev.perigee.server.dialect.perigee;

import dev.perigee.protocol.BadValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a satellite can be reached: as it says, or as the proxies say that its request came through (RFC 7239
/// `Forwarded`, else `X-Forwarded-Proto` and `X-Forwarded-Host`). Pure. What proxies say badly is passed over.
final class PublicUrl {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?|\\[[0-9a-fA-F:.]{2,45}](:\\d{1,5})?");
    private static final Pattern PARAMETER = Pattern.compile("(?i)(proto|host)=(?:\"([^\"]*)\"|([^;,\\s]*))");

    private PublicUrl() {}

    /// The URL itself, if it is one of HTTP.
    static String check(String url) {
        if (isPublic(url)) {
            return url;
        }
        throw new BadValue(
                "publicUrl",
                url.replaceAll("//.*@", "//***@"),
                "a URL such as https://satellite.example.com, in ASCII, without user, password or @");
    }

    private static boolean isPublic(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http
                    && uri.getHost() != null
                    // In a path it would look like one behind a user and a password.
                    && !url.contains("@")
                    && uri.toASCIIString().equals(url);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// What the first proxy, the one next to the satellite's clients, was asked for.
    static Optional<String> detect(Function<String, Optional<String>> headers) {
        String proto = "";
        String host = "";
        Matcher parameter = PARAMETER.matcher(
                headers.apply("Forwarded").map(PublicUrl::first).orElse(""));
        while (parameter.find()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            if (parameter.group(1).equalsIgnoreCase("proto")) {
                proto = value;
            } else {
                host = value;
            }
        }
        if (host.isEmpty()) {
            host = headers.apply("X-Forwarded-Host").map(PublicUrl::first).orElse("");
            proto = headers.apply("X-Forwarded-Proto").map(PublicUrl::first).orElse("");
        }
        String scheme = proto.isEmpty() ? "https" : proto.toLowerCase(Locale.ROOT);
        boolean usable = (scheme.equals("http") || scheme.equals("https"))
                && HOST.matcher(host).matches();
        String url = scheme + "://" + host;
        return usable && isPublic(url) ? Optional.of(url) : Optional.empty();
    }

    private static String first(String list) {
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }
}
