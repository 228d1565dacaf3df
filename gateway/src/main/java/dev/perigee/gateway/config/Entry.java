package dev.perigee.gateway.config;

import dev.perigee.gateway.config.UpstreamConfig.Options;
import dev.perigee.gateway.config.UpstreamConfig.Transport;
import dev.perigee.gateway.config.UpstreamConfig.Way;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.upstream.http.Endpoint;
import dev.perigee.gateway.upstream.stdio.StdioServer;
import dev.perigee.http.proxy.Proxies;
import dev.perigee.process.ResourceLimits;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.McpServerEntry;
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
    private static final List<String> URLS = List.of("url", "serverUrl", "httpUrl", "urls");
    /// In the place of what cannot be read.
    private static final String UNREAD = "unread";

    private static final double CPUS_MAX = 4_096;
    private static final int COUNT_MAX = 1_000_000;
    private static final long MESSAGE_MAX = 256L << 20;
    private static final long MEMORY_MAX = 1L << 46;

    /// Empty when something is wrong with it, which its fields have noted.
    Optional<UpstreamConfig> config() {
        boolean program = fields.has("command");
        if (program == URLS.stream().anyMatch(fields::has)) {
            return fields.attempt(() -> {
                throw new BadValue("server " + fields.server() + ": expected either a command or a url");
            });
        }
        Optional<UpstreamConfig> config = program ? stdio() : http();
        return fields.problems().isEmpty() ? config : Optional.empty();
    }

    private Optional<UpstreamConfig> stdio() {
        requireType(List.of("stdio"));
        String command = fields.text("command").orElse(UNREAD);
        List<String> arguments = fields.texts("args");
        Map<String, String> variables = fields.map("env");
        String directory = fields.text("cwd").orElse(null);
        ResourceLimits resources = resources();
        Options options = options();
        return fields.attempt(() -> new UpstreamConfig.Stdio(
                fields.server(), command, arguments, variables, directory, resources, options));
    }

    private Optional<UpstreamConfig> http() {
        requireType(WEB);
        boolean sse = fields.text("type").filter("sse"::equals).isPresent();
        List<URI> urls = urls();
        Map<String, String> headers = fields.map("headers");
        Map<String, String> query = fields.map("query");
        headers.forEach((name, value) -> requireField("headers", name, value));
        query.forEach((name, value) -> requireField("query", name, value));
        Way way = way();
        Options options = options();
        return fields.attempt(() -> new UpstreamConfig.Http(
                fields.server(), urls, headers, query, sse ? Transport.SSE : Transport.STREAMABLE, way, options));
    }

    /// `serverUrl` and `httpUrl` are what Windsurf and Gemini call it. At least one, so that what cannot be read is no
    /// second mistake.
    private List<URI> urls() {
        boolean several = fields.has("urls");
        if (several && URLS.stream().filter(fields::has).count() > 1) {
            fields.note(fields.bad("urls", fields.texts("urls").size() + " URLs", "either url or urls"));
        }
        List<String> texts = several
                ? fields.texts("urls")
                : URLS.stream()
                        .flatMap(name -> fields.text(name).stream())
                        .limit(1)
                        .toList();
        List<URI> read = texts.stream()
                .flatMap(text -> fields.attempt(() -> url(text)).stream())
                .toList();
        return read.isEmpty() && !fields.problems().isEmpty() ? List.of(URI.create("http://" + UNREAD)) : read;
    }

    private Way way() {
        Endpoint.Limits standard = Endpoint.Limits.DEFAULT;
        Fields limits = fields.object("limits", Set.of("connections", "streams", "waiting", "connect", "message"));
        return new Way(
                authorities(),
                fields.attempt(() -> new ProxySettings(fields, environment).proxies())
                        .orElse(Proxies.NONE),
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
                        .flatMap(text -> fields.attempt(() -> version(text)))
                        .orElse(null),
                fields.missing(),
                fields.revealed(),
                owner());
    }

    private Owner owner() {
        return new Owner(
                named("serverId"), named("installation"), named("installationName"), named("team"), named("user"));
    }

    private @Nullable String named(String field) {
        return fields.asItStands(field)
                .filter(text -> {
                    boolean fits = McpServerEntry.isOwner(field, text);
                    if (!fits) {
                        fields.note(fields.bad(field, text, McpServerEntry.ownerForm(field)));
                    }
                    return fits;
                })
                .orElse(null);
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
        fields.note(fields.bad("caFile", file.get(), "a PEM file that can be read"));
        return null;
    }

    private void requireType(List<String> expected) {
        fields.text("type").filter(type -> !expected.contains(type)).ifPresent(type -> {
            fields.note(fields.bad("type", type, String.join(", ", expected) + " or none"));
        });
    }

    /// The value may be secret, so its error is made here, without it.
    private void requireField(String kind, String name, String value) {
        try {
            new Endpoint.Field(name, value, true);
        } catch (IllegalArgumentException e) {
            fields.note(new BadValue(kind + " of server " + fields.server() + ": " + e.getMessage()));
        }
    }

    private URI url(String url) {
        try {
            URI read = new URI(url);
            UpstreamConfig.Http.requireWeb(fields.server(), read);
            return read;
        } catch (URISyntaxException e) {
            throw new BadValue("url of server " + fields.server() + ": " + e.getReason()
                    + ": expected one such as https://host/mcp");
        }
    }
}
