package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Subscribes again, once a server is back that was lost, to what a client of the legacy era follows there, and
/// tells it that this may have changed. One at a time for each client and server, until the client has left or
/// follows nothing there any more. Thread-safe.
final class Renewals {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int BACKOFF_SECONDS_MAX = 30;

    private final Upstreams upstreams;
    private final Watches watches;
    private final Map<Key, Renewal> underWay = new ConcurrentHashMap<>();

    private record Key(ServerName server, String client) {}

    /// `again` is guarded by the map's lock on its key.
    private static final class Renewal {
        private final CountDownLatch left = new CountDownLatch(1);
        private boolean again = true;
    }

    Renewals(Upstreams upstreams, Watches watches) {
        this.upstreams = upstreams;
        this.watches = watches;
    }

    /// The server was lost, and what the client followed there with it. Does not block.
    void lost(ServerName server, UpstreamClient client) {
        if (watches.of(server, client).isEmpty()) {
            return;
        }
        Key key = new Key(server, client.id());
        Renewal fresh = new Renewal();
        Renewal known = underWay.compute(key, (_, before) -> {
            if (before == null) {
                return fresh;
            }
            before.again = true;
            return before;
        });
        if (known == fresh) {
            Thread.ofVirtual().name("mcp-renew").start(() -> run(key, fresh, client));
        }
    }

    /// The client has left.
    void end(UpstreamClient client) {
        underWay.forEach((key, renewal) -> {
            if (key.client().equals(client.id())) {
                renewal.left.countDown();
            }
        });
    }

    private void run(Key key, Renewal renewal, UpstreamClient client) {
        try {
            int seconds = 0;
            while (isDue(key, renewal) && !renewal.left.await(seconds, TimeUnit.SECONDS)) {
                boolean done = renew(key.server(), client);
                seconds = done ? 0 : Math.clamp(seconds * 2L, 1, BACKOFF_SECONDS_MAX);
                if (!done) {
                    underWay.computeIfPresent(key, (_, same) -> {
                        same.again = true;
                        return same;
                    });
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(key, renewal);
        }
    }

    /// Whether it was lost since the last time; forgotten when not.
    private boolean isDue(Key key, Renewal renewal) {
        return underWay.computeIfPresent(key, (_, same) -> {
                    boolean due = same.again;
                    same.again = false;
                    return due ? same : null;
                })
                == renewal;
    }

    /// False when it is to be tried again.
    private boolean renew(ServerName server, UpstreamClient client) throws InterruptedException {
        List<String> followed = watches.of(server, client);
        Optional<Upstream> upstream = upstreams.find(server);
        if (followed.isEmpty() || upstream.isEmpty()) {
            return true;
        }
        try {
            UpstreamSession session = upstream.get().session(client);
            for (String uri : followed) {
                Exchange exchange = session.begin("resources/subscribe", JsonObject.EMPTY.with("uri", uri));
                if (!isAnswered(exchange)) {
                    return false;
                }
                client.heard(
                        server,
                        Message.Notification.of("notifications/resources/updated", JsonObject.EMPTY.with("uri", uri)));
            }
            return true;
        } catch (ConnectFailed _) {
            return false;
        }
    }

    /// Also by a refusal: what is no longer there is not asked for again.
    private static boolean isAnswered(Exchange exchange) throws InterruptedException {
        Optional<Exchange.Event> event = exchange.next(ANSWER_MAX);
        while (event.isPresent() && event.get() instanceof Exchange.Event.Told) {
            event = exchange.next(ANSWER_MAX);
        }
        return event.isPresent() && event.get() instanceof Exchange.Event.Answered;
    }
}
