package dev.perigee.http.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The proxies to go through, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say it: by the scheme of the target,
/// but not for hosts that `none` names (`host`, `.domain`, `domain`, `host:port`, an address, or `*`). Credentials
/// in a proxy's URL print as `***`.
public record Proxies(@Nullable URI http, @Nullable URI https, List<String> none) {
    public static final Proxies NONE = new Proxies(null, null, List.of());

    /// Where no proxy of the environment leads.
    public static final String OWN_MACHINE = "localhost,127.0.0.1,::1";

    public Proxies {
        none = List.copyOf(none);
        Stream.of(Optional.ofNullable(http), Optional.ofNullable(https))
                .flatMap(Optional::stream)
                .filter(proxy -> proxy.getHost() == null || !"http".equals(proxy.getScheme()))
                .findFirst()
                .ifPresent(proxy -> {
                    throw new IllegalArgumentException("proxy " + shown(proxy) + ": expected http://host:port");
                });
    }

    /// From the texts of the three settings; an empty one says nothing. A proxy without a scheme is an HTTP proxy.
    public static Proxies of(String http, String https, String none) {
        return new Proxies(proxy(http), proxy(https), hosts(none));
    }

    /// Those that `environment` names in `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. They never
    /// lead to this machine itself.
    public static Proxies in(Map<String, String> environment) {
        return of(
                variable(environment, "HTTP_PROXY"),
                variable(environment, "HTTPS_PROXY"),
                variable(environment, "NO_PROXY") + "," + OWN_MACHINE);
    }

    /// The same proxies, but `entries` instead of the hosts that they do not lead to.
    public Proxies sparing(String entries) {
        return new Proxies(http, https, hosts(entries));
    }

    /// The proxy towards `target`; empty to go there directly.
    public Optional<URI> towards(URI target) {
        boolean secure = "https".equals(target.getScheme());
        return Optional.ofNullable(secure ? https : http)
                .filter(_ -> none.stream().noneMatch(entry -> exempts(entry.toLowerCase(Locale.ROOT), target, secure)));
    }

    private static boolean exempts(String entry, URI target, boolean secure) {
        if (entry.equals("*")) {
            return true;
        }
        String host = target.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        String name = entry.replaceAll("[\\[\\]]", "");
        int colon = entry.lastIndexOf(':');
        boolean withPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (withPort) {
            int port = target.getPort() > 0 ? target.getPort() : secure ? 443 : 80;
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = entry.substring(0, colon).replaceAll("[\\[\\]]", "");
        }
        String domain = name.startsWith("*.") ? name.substring(1) : name.startsWith(".") ? name : "." + name;
        return host.equals(domain.substring(1)) || host.endsWith(domain);
    }

    private static List<String> hosts(String entries) {
        return Stream.of(entries.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static String variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    private static @Nullable URI proxy(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
        } catch (URISyntaxException _) {
            // Its message would show the password.
            throw new IllegalArgumentException("proxy: no URL of a proxy: expected http://host:port");
        }
    }

    private static String shown(@Nullable URI proxy) {
        return String.valueOf(proxy).replaceFirst("//[^/]*@", "//***@");
    }

    @Override
    public String toString() {
        return "http=" + shown(http) + " https=" + shown(https) + " none=" + none;
    }
}
