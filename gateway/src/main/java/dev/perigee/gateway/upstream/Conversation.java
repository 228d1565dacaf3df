package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A session with a server, opened again after each loss, and the clients who take part in it. At most one
/// start is under way at a time, and all who need it share it. Thread-safe: its lock guards its state, and is
/// held for nothing that waits.
final class Conversation implements Places.Tenant {
    /// Who has just been used may be about to be used again.
    static final Duration SPARED = Duration.ofSeconds(5);

    /// For so long it is known how the session before ended.
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Server server;
    private final ClientProfile profile;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<UpstreamClient> clients = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Running running;
    private @Nullable Start starting;
    private @Nullable Past past;
    private boolean closed;
    private Instant joined;

    /// What a conversation needs of its server. All but `open` and `close` return at once.
    interface Server {
        ServerName name();

        Instant now();

        /// Opens a session; when it throws, its server has taken note of why.
        Running open(Conversation conversation, Start start, Connection.Listener listener)
                throws ConnectFailed, InterruptedException;

        /// A start was given up after it had begun.
        void givenUp();

        /// A session is open; `past` says what was before it. Called before anybody can use it.
        void opened(Running running, @Nullable Past past);

        /// It is open to all now. May wait for the server.
        void ready(Conversation conversation, Running running) throws InterruptedException;

        void heard(Running running, Message.Notification notification);

        void lost(Conversation conversation, Running running, Loss why);

        /// Ends what nobody uses any more, and waits for that.
        void letGo(Conversation conversation, Running running, String why);

        void later(Duration delay, Start start, Runnable action);
    }

    /// A session that is open.
    record Running(
            UpstreamSession session,
            Usage usage,
            Instant since,
            Duration took,
            @Nullable Long process,
            Lease place) {}

    /// Gives back what a process may hold.
    @FunctionalInterface
    interface Lease {
        void end();
    }

    /// How the session before ended.
    record Past(Reason reason, Instant at, @Nullable Long process, int attempt, String explanation) {
        enum Reason {
            CRASHED,
            LET_GO,
            ORDERED
        }
    }

    Conversation(Server server, ClientProfile profile) {
        this.server = server;
        this.profile = profile;
        this.joined = server.now();
    }

    ClientProfile profile() {
        return profile;
    }

    /// False when it is over, and another one is to be joined.
    boolean join(@Nullable UpstreamClient client) {
        lock.lock();
        try {
            joined = server.now();
            if (!closed && client != null) {
                clients.add(client);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// True when nobody is left.
    boolean leave(UpstreamClient client) {
        clients.remove(client);
        return clients.isEmpty();
    }

    Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    /// Is over if it is of no use to anybody: then true, and whoever has just found it joins another.
    boolean forget() {
        lock.lock();
        try {
            boolean wanted = joined.plus(SPARED).isAfter(server.now());
            closed |= clients.isEmpty() && running == null && starting == null && !isRemembered() && !wanted;
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isRemembered() {
        Past how = past;
        return how != null && how.at().plus(REMEMBERED).isAfter(server.now());
    }

    boolean isInUse() {
        Running open = running;
        return open != null && open.usage().inUse(!clients.isEmpty());
    }

    /// The session if it is open, for somebody who is about to use it.
    Optional<UpstreamSession> openSession() {
        Running known = running;
        if (known == null) {
            return Optional.empty();
        }
        known.usage().touch();
        // Whoever lets it go looks for that after it has taken it out.
        return known.equals(running) ? Optional.of(known.session()) : Optional.empty();
    }

    /// The session: the one that is open, or that of the one start that is under way or begins after `delay`.
    UpstreamSession session(Duration delay, Duration patience) throws ConnectFailed, InterruptedException {
        Optional<UpstreamSession> open = openSession();
        if (open.isPresent()) {
            return open.get();
        }
        Start first = start(delay);
        try {
            return first.await(patience.plus(delay));
        } catch (ConnectFailed e) {
            if (!first.isCancelled() || isClosed()) {
                throw e;
            }
        }
        // A command wants it started anew; who has waited needs that one.
        return start(Duration.ZERO).await(patience);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Begins a start after `delay` unless there is one.
    Start start(Duration delay) {
        Start begun;
        lock.lock();
        try {
            Running known = running;
            if (known != null || closed) {
                Start done = new Start();
                if (known == null) {
                    done.failed(new Loss(Loss.Cause.CLOSED, "server " + server.name() + " was taken away"));
                } else {
                    done.succeeded(known.session());
                }
                return done;
            }
            if (starting != null) {
                return starting;
            }
            begun = new Start();
            starting = begun;
        } finally {
            lock.unlock();
        }
        Start own = begun;
        server.later(delay, own, () -> run(own));
        return own;
    }

    private void run(Start start) {
        if (!begins(start)) {
            return;
        }
        Hearing hearing = new Hearing(this);
        try {
            Running opened = server.open(this, start, hearing);
            if (!take(opened, start, hearing)) {
                opened.session().close();
                opened.place().end();
                server.givenUp();
                start.failed(new Loss(Loss.Cause.CLOSED, "server " + server.name() + " was taken away"));
                return;
            }
            hearing.early().ifPresent(why -> {
                server.lost(this, opened, why);
                tellClients(why);
            });
            start.succeeded(opened.session());
            server.ready(this, opened);
        } catch (ConnectFailed e) {
            over(start);
            start.failed(e.why());
            start.again().ifPresent(this::start);
        } catch (InterruptedException _) {
            over(start);
            start.failed(new Loss(Loss.Cause.CLOSED, "the gateway is stopping"));
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            over(start);
            start.failed(new Loss(Loss.Cause.NOT_STARTED, "it could not be started: " + e));
            throw e;
        }
    }

    /// False when it was given up before it began.
    private boolean begins(Start start) {
        lock.lock();
        try {
            return starting == start;
        } finally {
            lock.unlock();
        }
    }

    private boolean take(Running opened, Start start, Hearing hearing) {
        lock.lock();
        try {
            if (closed || starting != start) {
                return false;
            }
            starting = null;
            running = hearing.begin(opened) ? opened : null;
            server.opened(opened, past);
            past = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void over(Start start) {
        lock.lock();
        try {
            if (starting == start) {
                starting = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void passed(Past how) {
        lock.lock();
        try {
            past = how;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the session out, so that the next call opens another, and gives up a start that is under way; waits for
    /// that. Empty when there is no session, or not that one.
    Optional<Running> end(@Nullable Running only, @Nullable Past how, boolean forGood) {
        Start unfinished = null;
        lock.lock();
        try {
            closed |= forGood;
            Running open = running;
            if (only != null && !only.equals(open)) {
                return Optional.empty();
            }
            running = null;
            if (how != null && open != null) {
                past = how;
            }
            if (only == null && starting != null) {
                unfinished = starting;
                starting = null;
            }
            return Optional.ofNullable(open);
        } finally {
            lock.unlock();
            if (unfinished != null) {
                unfinished.cancel(new Loss(Loss.Cause.CLOSED, "the gateway ended it"));
            }
        }
    }

    /// Takes the session out unless somebody uses it, or is about to; false then.
    boolean endIdle(Running only, Past how) {
        lock.lock();
        try {
            if (!only.equals(running)) {
                return false;
            }
            running = null;
            if (idleSince(only).isEmpty()) {
                running = only;
                return false;
            }
            past = how;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Instant> idleSince() {
        return Optional.ofNullable(running).flatMap(this::idleSince);
    }

    private Optional<Instant> idleSince(Running open) {
        if (open.usage().inUse(!clients.isEmpty())) {
            return Optional.empty();
        }
        Instant last = open.usage().last();
        return last.plus(SPARED).isAfter(server.now()) ? Optional.empty() : Optional.of(last);
    }

    @Override
    public void letGo(String why) {
        Running open = running;
        if (open != null && idleSince().isPresent()) {
            server.letGo(this, open, why);
        }
    }

    /// The session is over, for all who take part in it.
    void tellClients(Loss why) {
        clients.forEach(client -> client.lost(server.name(), why));
    }

    /// The server said something outside of any exchange; `current` is null as long as nobody uses the session.
    void heard(@Nullable Running current, Message.Notification notification) {
        clients.forEach(client -> client.heard(server.name(), notification));
        if (current != null) {
            server.heard(current, notification);
        }
    }

    void asked(Running current, Message.Request request) {
        UpstreamSession session = current.session();
        if (request.method().equals("ping")) {
            session.answer(Message.Response.of(request.id(), JsonObject.EMPTY));
        } else if (clients.size() == 1 && !isShared()) {
            clients.iterator().next().asked(server.name(), request, session);
        } else {
            session.answer(Message.Response.of(
                    request.id(),
                    new RpcError(RpcError.METHOD_NOT_FOUND, "nobody here can be asked " + request.method())));
        }
    }

    /// A session ended by itself.
    void lost(Running current, Loss why) {
        if (end(current, null, false).isPresent()) {
            server.lost(this, current, why);
        }
        tellClients(why);
    }

    boolean isShared() {
        return !profile.canBeAsked();
    }
}
