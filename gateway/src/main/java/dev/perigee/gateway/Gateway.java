package dev.perigee.gateway;

import dev.perigee.gateway.GatewaySettings.DoorSettings;
import dev.perigee.gateway.GatewaySettings.Limits;
import dev.perigee.gateway.answers.Answers;
import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.door.ApiKeyDoorkeeper;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.Door;
import dev.perigee.gateway.door.Doorkeeper;
import dev.perigee.gateway.door.RebindingGate;
import dev.perigee.gateway.observe.Audience;
import dev.perigee.gateway.observe.Observation;
import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.upstream.Alarm;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.Places;
import dev.perigee.gateway.upstream.Rounds;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.gateway.upstream.stdio.StdioConnections;
import dev.perigee.gateway.upstream.stdio.StdioSettings;
import dev.perigee.http.HttpEdge;
import dev.perigee.http.Problems;
import dev.perigee.process.ProcessTrees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A running gateway: its servers, which are supervised, and its door. `close` ends both. Thread-safe.
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    /// So many processes of servers there may be at most, however it is set; each client that can be asked has
    /// its own.
    public static final int SERVERS_RUNNING_MAX = 1_000;

    private final HttpEdge edge;
    private final Upstreams upstreams;
    private final StdioConnections programs;
    private final Duration endMax;
    private final Rounds rounds;
    private final ServerSet servers;
    private final URI door;
    private final AtomicReference<GatewayPolicy> policy;
    private final Observation observation;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Door entrance;

    /// What the gateway is given: process trees for servers that are programs, threads, the time, chance that
    /// nobody can foresee, what starts things later, the file for servers that commands bring, how long
    /// ending the servers may take when the gateway is closed, who else hears what happens, and what is restricted
    /// from the beginning.
    public record Means(
            ProcessTrees trees,
            ExecutorService threads,
            InstantSource clock,
            RandomGenerator random,
            Alarm alarm,
            Path brought,
            Duration endMax,
            Audience audience,
            GatewayPolicy policy) {}

    private Gateway(GatewaySettings settings, Means means) throws IOException {
        policy = new AtomicReference<>(means.policy());
        edge = new HttpEdge(means.threads(), Limits.DEFAULT.requestsMax(), Problems.COMMON);
        upstreams = new Upstreams(means.threads());
        observation = new Observation(
                upstreams, means.clock(), means.audience(), () -> policy.get().requestLog());
        Upstream.Surroundings around = new Upstream.Surroundings(
                means.clock(),
                event -> note(event, observation),
                Limits.DEFAULT.greetingMax(),
                () -> policy.get().limits().idleMax(settings.supervision().idleMax()),
                means.alarm(),
                means.threads(),
                new Places(() -> policy.get()
                        .limits()
                        .processesMax(settings.supervision().processesMax())));
        rounds = new Rounds(upstreams, around);
        programs = new StdioConnections(means.trees(), StdioSettings.defaults());
        endMax = means.endMax();
        Answers answers = new Answers(Answers.Bounds.DEFAULT, means.clock());
        Catalog catalog = new Catalog(Catalog.Bounds.DEFAULT, means.clock(), answers);
        servers = new ServerSet(
                new ServersFile(means.brought()),
                new LimitsNotice(
                        Assembly.of(programs, catalog, edge, means.random(), observation, around),
                        () -> means.trees().resourceSupport().missing(),
                        finding -> log.warn("MCP servers: {}", finding)),
                upstreams,
                rounds,
                observation);
        boolean open = false;
        try {
            servers.begin(settings.servers(), means.policy().servers());
            rounds.begin();
            Door.Means before = new Door.Means(
                    upstreams, catalog, answers, observation, means.clock(), settings.limits(), policy::get);
            entrance = serve(settings.door(), before, means.random());
            door = listen(settings.door());
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    private Door serve(DoorSettings settings, Door.Means before, RandomGenerator random) {
        Doorkeeper keeper = keeper(settings);
        Door door = new Door(keeper, before, random);
        RebindingGate gate =
                settings.onLoopback() ? RebindingGate.onLoopback() : RebindingGate.reachableAs(settings.names());
        door.addTo(edge, gate, Limits.DEFAULT.messageBytesMax());
        observation.addTo(edge, gate, keeper, door::clients);
        return door;
    }

    private URI listen(DoorSettings settings) throws IOException {
        String host = settings.host();
        int port = edge.listen(host, settings.port(), settings.tls());
        String scheme = settings.tls() == null ? "http://" : "https://";
        return URI.create(scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/mcp");
    }

    /// Opens the door. Throws when it cannot listen.
    public static Gateway open(GatewaySettings settings, Means means) throws IOException {
        return new Gateway(settings, means);
    }

    /// Where clients come in.
    public URI door() {
        return door;
    }

    /// Makes these, by name and as in an `mcpServers` file, the servers that commands brought.
    public Change configure(Map<String, JsonNode> desired) throws InterruptedException {
        return told(servers.configure(desired));
    }

    /// Makes these the servers that the control plane's configuration says, with the secrets that they refer to by
    /// their whole references, such as `secret:token@3`, and restricts what there is as `next` says; nothing of
    /// it is kept on disk. When it is refused, what is restricted stays as it is too.
    public Change desire(Map<String, JsonNode> entries, Map<String, String> secrets, GatewayPolicy next)
            throws InterruptedException {
        Change change = servers.desire(entries, secrets, next.servers());
        if (change instanceof Change.Applied) {
            GatewayPolicy before = policy.getAndSet(next);
            if (!before.servers().equals(next.servers()) || !before.tools().equals(next.tools())) {
                tell(servers.names());
            }
        }
        return told(change);
    }

    private Change told(Change change) {
        if (change instanceof Change.Applied(var added, var changed, var removed, var _)) {
            tell(Stream.of(added, changed, removed).flatMap(List::stream).toList());
        }
        return change;
    }

    private void tell(List<ServerName> others) {
        if (entrance != null && !others.isEmpty()) {
            entrance.listsChanged(others);
        }
    }

    /// Adds a server to those that commands brought, or changes it.
    public Change spawn(String name, JsonNode entry) throws InterruptedException {
        return told(servers.spawn(name, entry));
    }

    /// Ends a server that a command brought, and forgets it.
    public Change kill(ServerName name) throws InterruptedException {
        return told(servers.kill(name));
    }

    /// A server, if there is one of that name.
    public Optional<Upstream> find(ServerName name) {
        return upstreams.find(name);
    }

    /// All servers, in the order of their names.
    public List<Upstream> all() {
        return upstreams.all();
    }

    /// Whose a server is, as far as its entry says so.
    public Owner owner(ServerName name) {
        return observation.owner(name);
    }

    /// Where a server comes from: `file`, `command` or `config`.
    public String source(ServerName name) {
        return servers.source(name);
    }

    /// Closes the door and ends all servers, at the same time, within the time that ending one may take. The
    /// second time it does nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            edge.stopListening();
            if (entrance != null) {
                entrance.close();
            }
            rounds.close();
            programs.endWithin(endMax);
            servers.close();
            edge.close();
        }
    }

    private static Doorkeeper keeper(DoorSettings settings) {
        return settings.key() == null ? _ -> Caller.ANYBODY : new ApiKeyDoorkeeper(settings.key());
    }

    private static void note(GatewayEvents.Event event, Observation observation) {
        observation.happened(event);
        log.atInfo().addKeyValue("event", event).log("mcp");
    }
}
