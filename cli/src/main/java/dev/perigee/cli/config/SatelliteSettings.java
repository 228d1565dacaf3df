package dev.perigee.cli.config;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.satellite.SatelliteConfig.Exec;
import dev.perigee.satellite.SatelliteConfig.Link;
import dev.perigee.satellite.SatelliteConfig.Membership;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Every setting of a satellite. Variables are `PERIGEE_SATELLITE_…`.
public final class SatelliteSettings {
    private static final String PREFIX = "PERIGEE_SATELLITE_";

    private static final Setting<URI> SERVER = new Setting<>(
            "server", Kinds.URL, URI.create("http://127.0.0.1:7400"), "the URL of the control plane to dial");
    private static final Setting<SatelliteId> ID =
            new Setting<>("id", Kinds.SATELLITE, null, "the name of this satellite, which it keeps: a-z, 0-9, _ and -");
    private static final Setting<GroupName> GROUP = new Setting<>(
            "group", Kinds.GROUP, null, "the group of satellites that it stands in for, as in perigee send group:NAME");
    private static final Setting<Labels> LABELS = new Setting<>(
            "labels",
            Kinds.LABELS,
            Labels.NONE,
            "what it says of itself, such as [env=prod, tier=web], as in perigee send label:env=prod,tier!=db");
    private static final Setting<List<String>> ROUTES = new Setting<>(
            "routes",
            Kinds.NAMES,
            List.of(),
            "the ids of what it routes, such as [orders, billing], which perigee satellite shows");
    private static final Setting<Path> DATA = new Setting<>(
            "data",
            Kinds.PATH,
            null,
            "the directory for its key, inbox and outbox; by default satellites/<id> in the user's data directory");
    private static final Setting<String> TOKEN = new Setting<>(
            "registration-token",
            Kinds.SECRET,
            null,
            "the single-use token for the first start, from perigee token create; not needed afterwards");
    private static final Setting<Path> TOKEN_FILE =
            new Setting<>("registration-token-file", Kinds.PATH, null, "a file that holds the registration token");
    private static final Setting<Integer> MAX_CONCURRENT = new Setting<>(
            "max-concurrent",
            Kinds.COUNT,
            SatelliteConfig.MAX_CONCURRENT_DEFAULT,
            "the most commands that run at one time");
    private static final Setting<URI> PUBLIC_URL = new Setting<>(
            "public-url",
            Kinds.URL,
            null,
            "where AI clients reach this satellite; without it, what the proxies in front of the control plane say");
    private static final Setting<ExecAllow> ALLOW = new Setting<>(
            "exec.allow",
            Kinds.PROGRAMS,
            Exec.DEFAULT.allow(),
            "the programs that may run, by name or absolute path, or any");
    private static final Setting<Integer> OUTPUT_MAX = new Setting<>(
            "exec.output-max",
            Kinds.BYTES,
            Exec.DEFAULT.outputMax(),
            "the most bytes kept of each of stdout and stderr");
    private static final Setting<Integer> LIVE_MAX = new Setting<>(
            "exec.live-max",
            Kinds.BYTES,
            Exec.DEFAULT.liveMax(),
            "the most bytes of each of stdout and stderr that wait to be shown while a command runs");
    private static final Setting<Duration> POLL_WAIT = new Setting<>(
            "link.poll-wait", Kinds.DURATION, Link.DEFAULT.pollWait(), "how long one poll waits for commands");
    private static final Setting<Duration> BACKOFF_MIN = new Setting<>(
            "link.backoff-min", Kinds.DURATION, Link.DEFAULT.backoffMin(), "the first pause after a failed connection");
    private static final Setting<Duration> BACKOFF_MAX = new Setting<>(
            "link.backoff-max", Kinds.DURATION, Link.DEFAULT.backoffMax(), "the longest pause between attempts");
    private static final Setting<Duration> DRAIN_MAX = new Setting<>(
            "link.drain-max",
            Kinds.DURATION,
            Link.DEFAULT.drainMax(),
            "how long running commands and MCP servers may take to end when the satellite stops");

    private static final Setting<Duration> KEY_ROTATE_EVERY = new Setting<>(
            "key.rotate-every",
            Kinds.DURATION,
            null,
            "how old its key becomes before it asks for another; by default only perigee satellite rotate-key has it ask");

    private static final Setting<Boolean> REQUEST_SIGNATURES = new Setting<>(
            "request-signatures",
            Kinds.FLAG,
            Link.DEFAULT.requestSignatures(),
            "whether it makes a key when it registers and signs its requests, where the control plane requires it");

    private static final TlsSettings TLS = TlsSettings.ofClient("link.tls");

    private static final List<Setting<?>> OWN = List.of(
            SERVER,
            ID,
            GROUP,
            LABELS,
            ROUTES,
            DATA,
            TOKEN,
            TOKEN_FILE,
            MAX_CONCURRENT,
            PUBLIC_URL,
            ALLOW,
            OUTPUT_MAX,
            LIVE_MAX,
            POLL_WAIT,
            BACKOFF_MIN,
            BACKOFF_MAX,
            DRAIN_MAX,
            KEY_ROTATE_EVERY,
            REQUEST_SIGNATURES);
    private static final List<Setting<?>> ALL = Stream.of(
                    OWN,
                    TLS.all(),
                    List.<Setting<?>>of(TlsSettings.PIN, TlsSettings.PROXY),
                    EventKeys.OF_SATELLITE,
                    McpSettings.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private static final SatelliteId UNNAMED = new SatelliteId("unnamed");

    private SatelliteSettings() {}

    /// The configuration of a satellite; `data` is where one of that name keeps its files unless a source says
    /// otherwise.
    public static SatelliteConfig bind(Sources sources, Function<SatelliteId, Path> data) {
        return bound(sources, data).config();
    }

    /// The effective configuration as YAML, with every key, default and meaning.
    public static String print(Sources sources, Function<SatelliteId, Path> data) {
        Bound<SatelliteConfig> bound = bound(sources, data);
        return Printed.yaml(ALL, bound.values().with(DATA, bound.config().data()));
    }

    private static Bound<SatelliteConfig> bound(Sources sources, Function<SatelliteId, Path> data) {
        return Binder.bind(
                new Schema<>(PREFIX, ALL, List.of(ID), values -> build(values, data, sources.environment())), sources);
    }

    private static SatelliteConfig build(
            Values values, Function<SatelliteId, Path> data, Map<String, String> environment) {
        SatelliteId id = values.find(ID).orElse(UNNAMED);
        return new SatelliteConfig(
                values.get(SERVER),
                id,
                values.find(DATA).orElseGet(() -> data.apply(id)),
                SecretFile.secret(values, TOKEN, TOKEN_FILE),
                values.get(MAX_CONCURRENT),
                new Membership(values.find(GROUP).orElse(null), values.get(LABELS), values.get(ROUTES)),
                new Exec(values.get(ALLOW), values.get(OUTPUT_MAX), values.get(LIVE_MAX)),
                new Link(
                        values.get(POLL_WAIT),
                        values.get(BACKOFF_MIN),
                        values.get(BACKOFF_MAX),
                        values.get(DRAIN_MAX),
                        values.find(KEY_ROTATE_EVERY).orElse(null),
                        values.get(REQUEST_SIGNATURES)),
                TLS.network(values, environment),
                EventKeys.satellite(values),
                values.find(PUBLIC_URL).orElse(null),
                McpSettings.build(values));
    }
}
