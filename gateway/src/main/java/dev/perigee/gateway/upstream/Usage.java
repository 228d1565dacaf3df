package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What use clients make of one connection: calls under way, subscriptions, and when there was the last of
/// either. Checks of health are none. Bounded by what the connection lets be under way. Thread-safe.
final class Usage {
    /// For so long a request without an answer counts.
    static final Duration CALL_MAX = Duration.ofHours(1);

    private static final Set<String> NO_USE = Set.of("ping", "initialize", "server/discover");
    private static final int SUBSCRIPTIONS_MAX = 10_000;
    private static final int PRUNE_EVERY = 64;

    private final InstantSource clock;
    private final Map<RpcId, Call> underWay = new ConcurrentHashMap<>();
    private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicLong calls = new AtomicLong();
    private volatile Instant last;

    /// Held weakly: an exchange that nobody else knows is one that nobody waits for, and it may hold a large
    /// answer.
    private record Call(WeakReference<Exchange> exchange, Instant begun, boolean lasting) {
        boolean isOver(Instant now) {
            Exchange known = exchange.get();
            return known == null
                    || known.ended()
                    || (!lasting && begun.plus(CALL_MAX).isBefore(now));
        }
    }

    Usage(InstantSource clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    void began(Message.Request request, Exchange exchange) {
        if (NO_USE.contains(request.method())) {
            return;
        }
        Instant now = clock.instant();
        last = now;
        if (calls.incrementAndGet() % PRUNE_EVERY == 0) {
            prune(now);
        }
        underWay.put(
                request.id(),
                new Call(new WeakReference<>(exchange), now, request.method().equals("subscriptions/listen")));
        switch (request.method()) {
            case "resources/subscribe" ->
                address(request)
                        .filter(_ -> subscriptions.size() < SUBSCRIPTIONS_MAX)
                        .ifPresent(subscriptions::add);
            case "resources/unsubscribe" -> address(request).ifPresent(subscriptions::remove);
            default -> {}
        }
    }

    void cancelled(RpcId id) {
        underWay.remove(id);
    }

    /// Somebody is about to call.
    void touch() {
        last = clock.instant();
    }

    /// Whether something is under way. Subscriptions only count while somebody is `there` to hear of them.
    boolean inUse(boolean there) {
        Instant now = clock.instant();
        prune(now);
        boolean used = !underWay.isEmpty() || (there && !subscriptions.isEmpty());
        if (used) {
            last = now;
        }
        return used;
    }

    Instant last() {
        return last;
    }

    /// Whether anybody has ever called.
    boolean wasUsed() {
        return calls.get() > 0;
    }

    private void prune(Instant now) {
        underWay.values().removeIf(call -> call.isOver(now));
    }

    private static Optional<String> address(Message.Request request) {
        return request.params().string("uri");
    }
}
