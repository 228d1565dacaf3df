package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who shares a session with a legacy server among clients that have none of their own. Those that cannot be asked
/// anything share one, as nothing in it is for one of them alone. A request of any other has a session to itself
/// until it is over, so that a question can only be for it; afterwards another request of the same caller with the
/// same capabilities may have it. Bounded. Thread-safe: `this` guards it.
final class ModernClients {
    static final int MAX = 1_000;
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);
    private static final List<String> ASKABLE = List.of("sampling", "elicitation", "roots");

    private final Upstreams upstreams;
    private final InstantSource clock;
    private final ModernClient shared;
    private final Map<Key, Deque<ModernClient>> free = new HashMap<>();
    private int made;
    private int present;

    private record Key(String caller, String capabilities) {}

    /// A client for one request, given back when that is over.
    final class Loan {
        private final ModernClient client;
        private final Key key;
        private boolean over;

        private Loan(ModernClient client, Key key) {
            this.client = client;
            this.key = key;
        }

        ModernClient client() {
            return client;
        }

        /// Once counts. One whose sessions are not `clean`, because a server may still be busy with what nobody
        /// wants any more and ask something, is given to nobody else.
        void giveBack(boolean clean) {
            synchronized (ModernClients.this) {
                if (over || client == shared) {
                    return;
                }
                over = true;
                if (clean) {
                    client.used(clock.instant());
                    free.computeIfAbsent(key, _ -> new ArrayDeque<>()).push(client);
                    return;
                }
                present--;
            }
            Thread.ofVirtual().name("mcp-leave").start(() -> letGo(client));
        }
    }

    ModernClients(Upstreams upstreams, InstantSource clock) {
        this.upstreams = upstreams;
        this.clock = clock;
        this.shared = new ModernClient("modern", JsonObject.EMPTY, clock.instant());
    }

    ModernClient shared() {
        return shared;
    }

    /// Empty when there are too many at the moment.
    synchronized Optional<Loan> take(Caller caller, ClientProfile profile) {
        JsonObject askable = askable(profile.capabilities());
        Key key = new Key(caller.name(), askable.toString());
        if (askable.names().isEmpty()) {
            return Optional.of(new Loan(shared, key));
        }
        Deque<ModernClient> known = free.get(key);
        if (known != null && !known.isEmpty()) {
            ModernClient client = known.pop();
            if (known.isEmpty()) {
                free.remove(key);
            }
            return Optional.of(new Loan(client, key));
        }
        if (present >= MAX) {
            return Optional.empty();
        }
        present++;
        made++;
        return Optional.of(new Loan(new ModernClient("modern-" + made, askable, clock.instant()), key));
    }

    /// Lets go of those that nobody has used for a while.
    void sweep() {
        List<ModernClient> idle = new ArrayList<>();
        Instant then = clock.instant().minus(IDLE_MAX);
        synchronized (this) {
            free.values()
                    .forEach(clients -> clients.removeIf(client -> {
                        boolean unused = client.isIdleSince(then);
                        if (unused) {
                            idle.add(client);
                        }
                        return unused;
                    }));
            free.values().removeIf(Deque::isEmpty);
            present -= idle.size();
        }
        idle.forEach(this::letGo);
    }

    private void letGo(ModernClient client) {
        upstreams.all().forEach(upstream -> upstream.leave(client));
    }

    /// What of it a server of the legacy era understands, in one order.
    private static JsonObject askable(JsonObject capabilities) {
        JsonObject askable = JsonObject.EMPTY;
        for (String name : ASKABLE) {
            Optional<JsonObject> declared = capabilities.object(name);
            if (declared.isPresent()) {
                askable = askable.with(name, declared.get());
            }
        }
        return askable;
    }
}
