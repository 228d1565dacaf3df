package dev.perigee.gateway.upstream.http;

import dev.perigee.http.proxy.Proxies;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where an MCP server is reached over HTTP, and how. `authorities` is a PEM file of the CAs to trust instead of the
/// system's. `priorKnowledge`: HTTP/2 also where there is no TLS to agree on it. What is secret in it prints as `***`.
public record Endpoint(
        URI url,
        List<Field> headers,
        List<Field> query,
        @Nullable Path authorities,
        Proxies proxies,
        Limits limits,
        boolean priorKnowledge) {

    /// A header or a query parameter.
    public record Field(String name, String value, boolean secret) {
        public Field {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z\\[\\]-]+")) {
                throw new IllegalArgumentException("name \"" + name + "\": expected letters, digits, - or _");
            }
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(name + ": expected a value without control characters");
            }
        }

        @Override
        public String toString() {
            return name + "=" + (secret ? "***" : value);
        }
    }

    /// `connectMax`: until there is a connection, TLS included. `messageMaxBytes`: one message of the server.
    /// `connectionsMax`: for calls. `streamsMax`: for streams that only listen, one of each session.
    /// `waitingMax`: calls that wait for a connection. `comeback`: when a broken stream is taken up again.
    public record Limits(
            Duration connectMax,
            int messageMaxBytes,
            int connectionsMax,
            int streamsMax,
            int waitingMax,
            Comeback comeback) {
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(10), 16 * 1024 * 1024, 256, 2_000, 1_000, Comeback.DEFAULT);

        public Limits {
            if (connectMax.toMillis() < 1 || connectMax.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("connectMax " + connectMax + ": expected 1 ms to 10 min");
            }
            if (messageMaxBytes < 1 || connectionsMax < 1 || streamsMax < 1 || waitingMax < 1) {
                throw new IllegalArgumentException("limits: expected each to be at least 1");
            }
        }
    }

    public Endpoint {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException("url " + withoutQuery(url) + ": expected http://… or https://…");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("url of " + url.getHost() + ": expected credentials in a header");
        }
        headers = List.copyOf(headers);
        query = List.copyOf(query);
    }

    /// Without headers, over the system's CAs and no proxy, within the default limits.
    public static Endpoint of(URI url) {
        return new Endpoint(url, List.of(), List.of(), null, Proxies.NONE, Limits.DEFAULT, false);
    }

    public Endpoint withHeaders(List<Field> others) {
        return new Endpoint(url, others, query, authorities, proxies, limits, priorKnowledge);
    }

    public Endpoint withQuery(List<Field> other) {
        return new Endpoint(url, headers, other, authorities, proxies, limits, priorKnowledge);
    }

    public Endpoint withAuthorities(Path pem) {
        return new Endpoint(url, headers, query, pem, proxies, limits, priorKnowledge);
    }

    public Endpoint withProxies(Proxies others) {
        return new Endpoint(url, headers, query, authorities, others, limits, priorKnowledge);
    }

    public Endpoint withLimits(Limits others) {
        return new Endpoint(url, headers, query, authorities, proxies, others, priorKnowledge);
    }

    public Endpoint withPriorKnowledge(boolean known) {
        return new Endpoint(url, headers, query, authorities, proxies, limits, known);
    }

    /// The whole address, secrets included.
    URI target() {
        if (query.isEmpty()) {
            return url;
        }
        String added = query.stream()
                .map(field -> encoded(field.name()) + "=" + encoded(field.value()))
                .collect(Collectors.joining("&"));
        String known =
                Optional.ofNullable(url.getRawQuery()).map(text -> text + "&").orElse("");
        return URI.create(withoutQuery(url) + "?" + known + added);
    }

    @Override
    public String toString() {
        return withoutQuery(url) + " headers=" + headers + " query=" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String withoutQuery(URI url) {
        return url.toString().replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//***@");
    }
}
