package dev.perigee.gateway;

import dev.perigee.gateway.Assembly.Made;
import dev.perigee.gateway.config.BadServers;
import dev.perigee.gateway.config.McpServersFile;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.observe.Observation;
import dev.perigee.gateway.policy.NameFilter;
import dev.perigee.gateway.upstream.Rounds;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The servers that there are to be, from three sources: the satellite's own file, what commands brought, and what the
/// control plane's configuration says. A name is of one source. A change is kept on disk before it is done; it is done
/// whole or not at all, and touches no server that stays the same. One that is not allowed is known and not run.
/// Thread-safe: its lock lets one change happen at a time.
final class ServerSet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerSet.class);

    private final Map<ServerName, Made> own = new TreeMap<>();
    private final Source brought;
    private final Source desired = new Source("config", _ -> {});
    private final ServersFile file;
    private final Assembly assembly;
    private final Upstreams upstreams;
    private final Rounds rounds;
    private final Observation observation;
    private final Set<ServerName> withheld = new TreeSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private NameFilter allowed = NameFilter.ALL;
    private volatile boolean closed;

    /// Where some of the servers come from, and where their entries are kept before they are run.
    private static final class Source {
        private final String name;
        private final Keeping keeping;
        private final Map<ServerName, Made> made = new TreeMap<>();
        private Map<String, JsonNode> entries = Map.of();
        private Map<String, String> secrets = Map.of();

        Source(String name, Keeping keeping) {
            this.name = name;
            this.keeping = keeping;
        }
    }

    @FunctionalInterface
    private interface Keeping {
        void keep(Map<String, JsonNode> entries) throws IOException;
    }

    ServerSet(ServersFile file, Assembly assembly, Upstreams upstreams, Rounds rounds, Observation observation) {
        this.file = file;
        this.brought = new Source("command", file::write);
        this.assembly = assembly;
        this.upstreams = upstreams;
        this.rounds = rounds;
        this.observation = observation;
    }

    /// Adds the servers of the satellite's own configuration, and those that commands brought in earlier lives;
    /// of the latter, one that cannot be added is left out and said.
    void begin(List<UpstreamConfig> configured, NameFilter servers) throws IOException {
        lock.lock();
        try {
            allowed = servers;
            for (UpstreamConfig config : configured) {
                own.put(config.name(), assembly.make(config));
            }
            brought.entries = file.read();
            for (Map.Entry<String, JsonNode> entry : new TreeMap<>(brought.entries).entrySet()) {
                try {
                    Optional<UpstreamConfig> config = config(entry.getKey(), entry.getValue(), brought);
                    if (config.isPresent()) {
                        refuseClash(config.get().name(), brought);
                        brought.made.put(config.get().name(), assembly.make(config.get()));
                    }
                } catch (BadValue | BadServers | IOException e) {
                    log.atError()
                            .addKeyValue("server", entry.getKey())
                            .addKeyValue("why", e.getMessage())
                            .log("a server that a command brought is left out");
                }
            }
            own.values().forEach(made -> show(made, false));
            brought.made.values().forEach(made -> show(made, false));
        } finally {
            lock.unlock();
        }
    }

    /// Makes these the servers that commands brought.
    Change configure(Map<String, JsonNode> entries) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return apply(brought, entries, Set.of());
        } finally {
            lock.unlock();
        }
    }

    /// Makes these the servers that the control plane's configuration says, and runs of all servers those that are
    /// allowed. Who asks keeps them.
    Change desire(Map<String, JsonNode> entries, Map<String, String> secrets, NameFilter servers)
            throws InterruptedException {
        lock.lockInterruptibly();
        NameFilter before = allowed;
        try {
            desired.secrets = Map.copyOf(secrets);
            allowed = servers;
            Change change = apply(desired, entries, Set.of());
            if (change instanceof Change.Applied) {
                withholdOrRun();
            } else {
                allowed = before;
            }
            return change;
        } finally {
            lock.unlock();
        }
    }

    /// Of all servers that there are to be, also those that are not allowed to run.
    List<ServerName> names() {
        lock.lock();
        try {
            return Stream.of(own, brought.made, desired.made)
                    .flatMap(made -> made.keySet().stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void withholdOrRun() {
        List<ServerName> gone = new ArrayList<>();
        for (Map<ServerName, Made> made : List.of(own, brought.made, desired.made)) {
            for (Map.Entry<ServerName, Made> each : made.entrySet()) {
                boolean runs = !withheld.contains(each.getKey());
                if (runs && !allowed.allows(each.getKey().value())) {
                    gone.add(each.getKey());
                } else if (!runs && allowed.allows(each.getKey().value())) {
                    runAgain(each);
                }
            }
        }
        upstreams.removeAll(gone);
        gone.forEach(observation::forget);
        for (Map<ServerName, Made> made : List.of(own, brought.made, desired.made)) {
            gone.forEach(name -> Optional.ofNullable(made.get(name)).ifPresent(Made::close));
        }
        withheld.addAll(gone);
    }

    /// One that is withheld has ended already.
    private void end(Made made) {
        if (!withheld.contains(made.config().name())) {
            made.close();
        }
    }

    private void runAgain(Map.Entry<ServerName, Made> server) {
        try {
            server.setValue(assembly.make(server.getValue().config()));
            withheld.remove(server.getKey());
            show(server.getValue(), true);
        } catch (IOException e) {
            log.atError()
                    .addKeyValue("server", server.getKey())
                    .addKeyValue("why", e.getMessage())
                    .log("a server that is allowed again cannot be run");
        }
    }

    Change spawn(String name, JsonNode entry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Map<String, JsonNode> entries = new TreeMap<>(brought.entries);
            entries.put(name, entry);
            return apply(brought, entries, leftOut(name));
        } finally {
            lock.unlock();
        }
    }

    Change kill(ServerName name) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (own.containsKey(name)) {
                return new Change.Refused(List.of("server " + name
                        + " is from the satellite's own configuration: expected one that a command brought;"
                        + " take it out of the configuration, or use restart"));
            }
            if (desired.made.containsKey(name)) {
                return new Change.Refused(List.of("server " + name
                        + " is from the control plane's configuration: expected one that a command brought;"
                        + " take it out of the configuration, or use restart"));
            }
            if (!brought.entries.containsKey(name.value())) {
                return new Change.NotFound(name.value());
            }
            Map<String, JsonNode> entries = new TreeMap<>(brought.entries);
            entries.remove(name.value());
            return apply(brought, entries, leftOut(name.value()));
        } finally {
            lock.unlock();
        }
    }

    /// Where a server comes from, for people.
    String source(ServerName name) {
        lock.lock();
        try {
            if (own.containsKey(name)) {
                return "file";
            }
            return desired.made.containsKey(name) ? desired.name : brought.name;
        } finally {
            lock.unlock();
        }
    }

    /// Those that could not be added at the start, and that a command about `other` says nothing of.
    private Set<String> leftOut(String other) {
        Set<String> left = new TreeSet<>(brought.entries.keySet());
        brought.made.keySet().forEach(name -> left.remove(name.value()));
        left.remove(other);
        return left;
    }

    /// What is left out stays so, and is kept.
    private Change apply(Source source, Map<String, JsonNode> entries, Set<String> leftOut) {
        if (closed) {
            return new Change.Refused(List.of("the gateway is stopping"));
        }
        List<String> problems = new ArrayList<>();
        Map<ServerName, Made> next = new TreeMap<>();
        List<Made> fresh = new ArrayList<>();
        Map<String, JsonNode> judged = new TreeMap<>(entries);
        judged.keySet().removeAll(leftOut);
        for (Map.Entry<String, JsonNode> entry : judged.entrySet()) {
            try {
                Optional<UpstreamConfig> config = config(entry.getKey(), entry.getValue(), source);
                if (config.isEmpty()) {
                    continue;
                }
                ServerName name = config.get().name();
                refuseClash(name, source);
                Made known = source.made.get(name);
                refuseDenied(name, source, known);
                if (known != null && known.config().equals(config.get())) {
                    next.put(name, known);
                } else {
                    Made made = assembly.make(config.get());
                    fresh.add(made);
                    next.put(name, made);
                }
            } catch (BadServers e) {
                problems.addAll(e.problems());
            } catch (BadValue e) {
                problems.add(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                problems.add("server " + entry.getKey() + ": " + e.getMessage());
            }
        }
        if (problems.isEmpty()) {
            try {
                source.keeping.keep(entries);
            } catch (IOException e) {
                problems.add("the servers cannot be kept: " + e);
            }
        }
        if (!problems.isEmpty()) {
            fresh.forEach(Made::close);
            return new Change.Refused(BadServers.bounded(problems));
        }
        source.entries = Map.copyOf(entries);
        return exchange(source, next, fresh);
    }

    private Change exchange(Source source, Map<ServerName, Made> next, List<Made> fresh) {
        Map<ServerName, Made> before = new TreeMap<>(source.made);
        source.made.clear();
        source.made.putAll(next);
        List<ServerName> added = fresh.stream()
                .map(made -> made.config().name())
                .filter(name -> !before.containsKey(name))
                .toList();
        List<ServerName> changed = fresh.stream()
                .map(made -> made.config().name())
                .filter(before::containsKey)
                .toList();
        List<ServerName> removed =
                before.keySet().stream().filter(name -> !next.containsKey(name)).toList();
        List<ServerName> unchanged = next.keySet().stream()
                .filter(name -> !added.contains(name) && !changed.contains(name))
                .toList();
        List<ServerName> gone = new ArrayList<>(removed);
        gone.addAll(changed);
        upstreams.removeAll(gone);
        gone.forEach(name -> Optional.ofNullable(before.get(name)).ifPresent(this::end));
        removed.forEach(observation::forget);
        withheld.removeAll(gone);
        fresh.forEach(made -> show(made, true));
        return new Change.Applied(added, changed, removed, unchanged);
    }

    /// Of what is not allowed, nothing is begun.
    private void show(Made made, boolean ordered) {
        ServerName name = made.config().name();
        if (!allowed.allows(name.value())) {
            made.close();
            withheld.add(name);
            return;
        }
        withheld.remove(name);
        Upstream upstream = made.upstream();
        observation.watch(made.config(), made.stderr());
        if (ordered) {
            upstream.ordered();
        }
        upstreams.put(upstream);
        rounds.discover(upstream);
    }

    /// The configuration may say both; who sends a command hears that it is of no use.
    private void refuseDenied(ServerName name, Source source, @Nullable Made known) {
        if (source == brought && known == null && !allowed.allows(name.value())) {
            throw new BadValue(
                    "server " + name + " is not allowed by gateway.allowServers or gateway.denyServers of the"
                            + " control plane's configuration: expected one that is");
        }
    }

    private void refuseClash(ServerName name, Source source) {
        if (own.containsKey(name)) {
            throw new BadValue("server " + name
                    + " is already in the satellite's own configuration: expected another name in the " + source.name);
        }
        Source other = source == brought ? desired : brought;
        if (other.made.containsKey(name)) {
            throw new BadValue("server " + name + " is already from a " + other.name + ": expected another name in the "
                    + source.name);
        }
    }

    /// Empty for one that is disabled.
    private static Optional<UpstreamConfig> config(String name, JsonNode entry, Source source) {
        byte[] json = Json.WIRE.bytes(Map.of("mcpServers", Map.of(name, entry)));
        return McpServersFile.parseWith(json, source.secrets).servers().stream().findFirst();
    }

    /// Ends all servers at the same time, and waits for that.
    @Override
    public void close() {
        closed = true;
        // Not behind a change under way, which may be waiting for servers that are slow to end.
        upstreams.close();
        lock.lock();
        try {
            // What that change brought.
            upstreams.close();
            own.values().forEach(this::end);
            brought.made.values().forEach(this::end);
            desired.made.values().forEach(this::end);
        } finally {
            lock.unlock();
        }
    }
}
