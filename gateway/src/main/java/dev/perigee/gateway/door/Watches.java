package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.Upstreams;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who follows which resource of which server. Clients that share a session share its subscriptions, which are
/// therefore given up only with the last who follows. Bounded for each client. Thread-safe: `this` guards it.
final class Watches {
    static final int MAX = 1_000;

    private final Map<Watched, Set<String>> clients = new HashMap<>();
    private final Renewals renewals;

    private record Watched(ServerName server, String uri) {}

    Watches(Upstreams upstreams) {
        this.renewals = new Renewals(upstreams, this);
    }

    /// Subscribes again to what the client follows at a server that was lost, and tells the client.
    void lost(ServerName server, UpstreamClient client) {
        renewals.lost(server, client);
    }

    /// What the client follows there.
    synchronized List<String> of(ServerName server, UpstreamClient client) {
        return clients.entrySet().stream()
                .filter(watched -> watched.getKey().server().equals(server)
                        && watched.getValue().contains(client.id()))
                .map(watched -> watched.getKey().uri())
                .toList();
    }

    /// False when the client follows as many as it may.
    synchronized boolean add(Upstream server, String uri, UpstreamClient client) {
        Watched watched = new Watched(server.name(), uri);
        String id = client.id();
        long followed =
                clients.values().stream().filter(all -> all.contains(id)).count();
        if (followed >= MAX && !clients.getOrDefault(watched, Set.of()).contains(id)) {
            return false;
        }
        clients.computeIfAbsent(watched, _ -> new HashSet<>()).add(id);
        return true;
    }

    /// Whether that client follows the resource, or one that this is a part of.
    synchronized boolean has(ServerName server, String uri, UpstreamClient client) {
        return clients.entrySet().stream()
                .anyMatch(watched -> watched.getKey().server().equals(server)
                        && uri.startsWith(watched.getKey().uri())
                        && watched.getValue().contains(client.id()));
    }

    /// True when nobody follows the resource any more.
    synchronized boolean forget(Upstream server, String uri, UpstreamClient client) {
        Watched watched = new Watched(server.name(), uri);
        Set<String> all = clients.get(watched);
        if (all == null) {
            return true;
        }
        all.remove(client.id());
        if (all.isEmpty()) {
            clients.remove(watched);
        }
        return all.isEmpty();
    }

    /// Forgets it, and gives up the subscription at the server if that was the last.
    void remove(Upstream server, String uri, UpstreamClient client) {
        // Without a session there is nothing to give up, and none is opened for that.
        if (!forget(server, uri, client) || server.standing().sessions() == 0) {
            return;
        }
        try {
            server.session(client).begin("resources/unsubscribe", JsonObject.EMPTY.with("uri", uri));
        } catch (ConnectFailed _) {
            // With the session the subscription has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Forgets all that a client follows.
    synchronized void forgetAll(UpstreamClient client) {
        renewals.end(client);
        clients.values().forEach(all -> all.remove(client.id()));
        clients.values().removeIf(Set::isEmpty);
    }
}
