package dev.perigee.gateway.door;

import dev.perigee.gateway.upstream.ServerName;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The clients that said hello, by the id that each was given. Thread-safe.
final class ClientSessions {
    static final int MAX = 10_000;

    private final RandomGenerator random;
    private final Watches watches;
    private final Map<String, ClientSession> byId = new ConcurrentHashMap<>();

    /// `random` must be one that nobody can foresee: who knows an id is taken for the client.
    ClientSessions(RandomGenerator random, Watches watches) {
        this.random = random;
        this.watches = watches;
    }

    /// Null when there are as many as there may be.
    @Nullable
    ClientSession create(Hello hello, Instant now) {
        if (byId.size() >= MAX) {
            return null;
        }
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        ClientSession session = new ClientSession(HexFormat.of().formatHex(bytes), hello, watches, now);
        byId.put(session.id(), session);
        return session;
    }

    /// The session with this id if it is that caller's.
    Optional<ClientSession> find(String id, Caller caller) {
        return Optional.ofNullable(byId.get(id))
                .filter(session -> session.caller().name().equals(caller.name()));
    }

    /// Whether it was still there.
    boolean remove(ClientSession session) {
        return byId.remove(session.id(), session);
    }

    /// Takes away those that have done nothing since then.
    List<ClientSession> removeIdleSince(Instant then) {
        return byId.values().stream()
                .filter(session -> session.isIdleSince(then))
                .filter(this::remove)
                .toList();
    }

    /// Takes all away.
    List<ClientSession> removeAll() {
        return byId.values().stream().filter(this::remove).toList();
    }

    /// Tells each that sees one of these servers that what it can use is other than before.
    void listsChanged(Collection<ServerName> servers) {
        byId.values().forEach(session -> session.listsChanged(servers));
    }

    int size() {
        return byId.size();
    }
}
