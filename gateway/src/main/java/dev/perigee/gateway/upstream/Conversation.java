package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session with a server, opened again after each loss, and the clients who take part in it. Thread-safe: its
/// lock guards opening, so that one opens and the others wait for it; what is heard is passed on without it.
final class Conversation {
    private final ServerName server;
    private final Consumer<Loss> ended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<UpstreamClient> clients = ConcurrentHashMap.newKeySet();
    private volatile @Nullable UpstreamSession session;

    /// Opens a session that tells `listener` what belongs to no exchange.
    @FunctionalInterface
    interface Opening {
        UpstreamSession open(Connection.Listener listener) throws ConnectFailed, InterruptedException;
    }

    Conversation(ServerName server, Consumer<Loss> ended) {
        this.server = server;
        this.ended = ended;
    }

    void join(UpstreamClient client) {
        clients.add(client);
    }

    /// True when nobody is left.
    boolean leave(UpstreamClient client) {
        clients.remove(client);
        return clients.isEmpty();
    }

    boolean isOpen() {
        return session != null;
    }

    UpstreamSession open(Opening opening) throws ConnectFailed, InterruptedException {
        UpstreamSession known = session;
        if (known != null) {
            return known;
        }
        lock.lockInterruptibly();
        try {
            known = session;
            if (known == null) {
                Hearing hearing = new Hearing();
                known = opening.open(hearing);
                session = known;
                hearing.begin(known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            UpstreamSession open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Hears one session. One that is lost before it was wholly open is not kept.
    private final class Hearing implements Connection.Listener {
        private @Nullable UpstreamSession own;
        private @Nullable Loss lost;

        synchronized void begin(UpstreamSession opened) {
            own = opened;
            if (lost != null) {
                session = null;
            }
        }

        @Override
        public void heard(Message.Notification notification) {
            clients.forEach(client -> client.heard(server, notification));
        }

        @Override
        public void asked(Message.Request request) {
            UpstreamSession current = current();
            if (current == null) {
                return;
            }
            switch (request.method()) {
                case "ping" -> current.answer(Message.Response.of(request.id(), JsonObject.EMPTY));
                default -> askClient(request, current);
            }
        }

        private void askClient(Message.Request request, UpstreamSession current) {
            if (clients.size() == 1) {
                clients.iterator().next().asked(server, request, current);
            } else {
                current.answer(Message.Response.of(
                        request.id(),
                        new RpcError(RpcError.METHOD_NOT_FOUND, "nobody here can be asked " + request.method())));
            }
        }

        @Override
        public void lost(Loss why) {
            synchronized (this) {
                lost = why;
                if (own != null && session == own) {
                    session = null;
                }
            }
            ended.accept(why);
            clients.forEach(client -> client.lost(server, why));
        }

        private synchronized @Nullable UpstreamSession current() {
            return own;
        }
    }
}
