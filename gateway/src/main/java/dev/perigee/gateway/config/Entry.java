package dev.perigee.gateway.config;

import dev.perigee.gateway.config.UpstreamConfig.Options;
import dev.perigee.gateway.config.UpstreamConfig.Transport;
import dev.perigee.gateway.config.UpstreamConfig.Way;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.upstream.http.Endpoint;
import dev.perigee.gateway.upstream.stdio.StdioServer;
import dev.perigee.process.ResourceLimits;
import dev.perigee.protocol.BadValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One server's entry in the file, read into its configuration.
record Entry(Fields fields, Map<String, String> environment) {
    static final Duration TIMEOUT_MAX = Duration.ofDays(1);
    static final Duration CHECK_MIN = Duration.ofSeconds(1);
    static final Duration CHECK_MAX = Duration.ofHours(1);

    private static final List<String> WEB = List.of("http", "streamable-http", "streamableHttp", "sse");
    private static final double CPUS_MAX = 4_096;
    private static final int COUNT_MAX = 1_000_000;
    private static final long MESSAGE_MAX = 256L << 20;
    private static final long MEMORY_MAX = 1L << 46;

    UpstreamConfig config() {
        Optional<String> command = fields.text("command");
        List<String> urls = urls();
        if (command.isPresent() == !urls.isEmpty()) {
            throw new BadValue("server " + fields.server() + ": expected either a command or a url");
        }
        return command.isPresent() ? stdio(command.get()) : http(urls);
    }

    private UpstreamConfig.Stdio stdio(String command) {
        requireType(List.of("stdio"));
        return new UpstreamConfig.Stdio(
                fields.server(),
                command,
                fields.texts("args"),
                fields.map("env"),
                fields.text("cwd").orElse(null),
                resources(),
                options());
    }

    private UpstreamConfig.Http http(List<String> urls) {
        requireType(WEB);
        boolean sse = fields.text("type").filter("sse"::equals).isPresent();
        Map<String, String> headers = fields.map("headers");
        Map<String, String> query = fields.map("query");
        headers.forEach((name, value) -> requireField("headers", name, value));
        query.forEach((name, value) -> requireField("query", name, value));
        return new UpstreamConfig.Http(
                fields.server(),
                urls.stream().map(this::url).toList(),
                headers,
                query,
                sse ? Transport.SSE : Transport.STREAMABLE,
                way(),
                options());
    }

    /// `serverUrl` and `httpUrl` are what Windsurf and Gemini call it.
    private List<String> urls() {
        List<String> several = fields.texts("urls");
        Optional<String> one =
                fields.text("url").or(() -> fields.text("serverUrl")).or(() -> fields.text("httpUrl"));
        if (one.isPresent() && !several.isEmpty()) {
            throw fields.bad("urls", several.size() + " URLs", "either url or urls");
        }
        return one.map(List::of).orElse(several);
    }

    private Way way() {
        Endpoint.Limits standard = Endpoint.Limits.DEFAULT;
        Fields limits = fields.object("limits", Set.of("connections", "streams", "waiting", "connect", "message"));
        return new Way(
                authorities(),
                new ProxySettings(fields, environment).proxies(),
                new Endpoint.Limits(
                        limits.duration("connect", Duration.ofMillis(1), Duration.ofMinutes(10))
                                .orElse(standard.connectMax()),
                        (int) limits.bytes("message", 1_024, MESSAGE_MAX).orElse(standard.messageMaxBytes()),
                        limits.count("connections", COUNT_MAX).orElse(standard.connectionsMax()),
                        limits.count("streams", COUNT_MAX).orElse(standard.streamsMax()),
                        limits.count("waiting", COUNT_MAX).orElse(standard.waitingMax()),
                        standard.comeback()),
                fields.flag("http2PriorKnowledge", false),
                fields.duration("healthCheck", CHECK_MIN, CHECK_MAX).orElse(null));
    }

    private ResourceLimits resources() {
        ResourceLimits standard = StdioServer.RESOURCES;
        Fields given = fields.object("resources", Set.of("cpus", "memory", "processes"));
        return new ResourceLimits(
                given.number("cpus", 0.01, CPUS_MAX).orElse(standard.cpus()),
                given.bytes("memory", 1 << 20, MEMORY_MAX).orElse(standard.memoryBytes()),
                given.count("processes", COUNT_MAX).orElse(standard.processesMax()));
    }

    private Options options() {
        return new Options(
                fields.flag("requestLog", Options.DEFAULT.requestLog()),
                timeout(),
                fields.text("protocol")
                        .filter(text -> !text.equals("auto"))
                        .map(this::version)
                        .orElse(null),
                fields.missing());
    }

    /// A number is another tool's: to one it means seconds, to another milliseconds.
    private @Nullable Duration timeout() {
        return fields.isNumber("timeout")
                ? null
                : fields.duration("timeout", Duration.ofSeconds(1), TIMEOUT_MAX).orElse(null);
    }

    private ProtocolVersion version(String text) {
        return ProtocolVersion.of(text)
                .orElseThrow(() -> fields.bad(
                        "protocol",
                        text,
                        "auto, or one of "
                                + Arrays.stream(ProtocolVersion.values())
                                        .map(ProtocolVersion::wireName)
                                        .collect(Collectors.joining(", "))));
    }

    private @Nullable Path authorities() {
        Optional<String> file = fields.text("caFile");
        if (file.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(file.get());
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return path;
            }
        } catch (InvalidPathException _) {
            // As bad as one that cannot be read.
        }
        throw fields.bad("caFile", file.get(), "a PEM file that can be read");
    }

    private void requireType(List<String> expected) {
        fields.text("type").filter(type -> !expected.contains(type)).ifPresent(type -> {
            throw fields.bad("type", type, String.join(", ", expected) + " or none");
        });
    }

    /// The value may be secret, so its error is made here, without it.
    private void requireField(String kind, String name, String value) {
        try {
            new Endpoint.Field(name, value, true);
        } catch (IllegalArgumentException e) {
            throw new BadValue(kind + " of server " + fields.server() + ": " + e.getMessage());
        }
    }

    private URI url(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new BadValue("url of server " + fields.server() + ": " + e.getReason()
                    + ": expected one such as https://host/mcp");
        }
    }
}
