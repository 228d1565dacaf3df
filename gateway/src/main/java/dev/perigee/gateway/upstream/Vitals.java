package dev.perigee.gateway.upstream;

import dev.perigee.gateway.upstream.GatewayEvents.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The life of one server as it goes, and what is known of its tools; each change is told. Thread-safe: its
/// lock guards the life and keeps the events in order, so whoever hears them must not block.
final class Vitals {
    private final ServerName server;
    private final InstantSource clock;
    private final GatewayEvents events;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Life life;
    private volatile @Nullable List<String> tools;
    private boolean everStarted;

    Vitals(ServerName server, InstantSource clock, GatewayEvents events, @Nullable String missing) {
        this.server = server;
        this.clock = clock;
        this.events = events;
        this.life = missing == null ? Life.provisioned(clock.instant()) : Life.awaitingConfig(missing, clock.instant());
    }

    Life life() {
        return life;
    }

    /// The names of its tools when they were last read.
    @Nullable
    List<String> tools() {
        return tools;
    }

    /// From now on its tools are to be found out again.
    void forgetTools() {
        lock.lock();
        try {
            tools = null;
        } finally {
            lock.unlock();
        }
    }

    Life happened(Happening happening) {
        lock.lock();
        try {
            return advance(happening);
        } finally {
            lock.unlock();
        }
    }

    /// A process ended by itself.
    Life crashed(Happening.Crashed crash, @Nullable Long process) {
        lock.lock();
        try {
            Life before = life;
            if (before.isBlocked()) {
                return before;
            }
            Life next = Lifecycle.after(before, crash, now());
            int crashes = next.restarts().lately();
            boolean restarts = crash.wanted() && !next.isBlocked();
            tell(new Event.Crashed(server, crash.why(), process, crash.ran(), crashes, restarts, now()));
            settle(before, next);
            if (next.isBlocked()) {
                tell(new Event.PermanentlyFailed(server, crashes, crash.why().explanation(), now()));
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// A conversation was opened.
    void opened(Conversation.Running running, Conversation.@Nullable Past past, Transport transport) {
        lock.lock();
        try {
            if (past != null) {
                tell(again(running, past));
            } else if (!everStarted) {
                tell(new Event.Started(server, transport, running.process(), running.took(), now()));
            }
            everStarted = true;
            advance(new Happening.Connected(tools != null));
        } finally {
            lock.unlock();
        }
    }

    /// A process was ended because nobody used it; `last` says that no other runs.
    void rests(Conversation.Running running, String why, boolean last) {
        lock.lock();
        try {
            Instant lastUse = running.usage().last();
            tell(new Event.Dormant(server, running.process(), Duration.between(lastUse, now()), lastUse, now()));
            if (last) {
                advance(new Happening.LetGo(why));
            }
        } finally {
            lock.unlock();
        }
    }

    /// The server said what tools it has; more of them is `told` where it is wanted.
    void listed(List<String> names, Supplier<List<ListedTool>> told) {
        lock.lock();
        try {
            advance(new Happening.Listed(names.size()));
            List<String> before = tools;
            tools = List.copyOf(names);
            if (before == null) {
                tell(new Event.ToolsDiscovered(server, names, told.get(), now()));
            } else if (!before.equals(names)) {
                tell(new Event.ToolsUpdated(
                        server, without(names, before), without(before, names), names.size(), now()));
            }
            advance(new Happening.Synced(names.size()));
        } finally {
            lock.unlock();
        }
    }

    private Life advance(Happening happening) {
        Life before = life;
        Life next = Lifecycle.after(before, happening, now());
        settle(before, next);
        return next;
    }

    private void settle(Life before, Life next) {
        life = next;
        if (next.status() != before.status()) {
            tell(new Event.StatusChanged(server, next.status(), next.explanation(), now()));
        }
    }

    private Event again(Conversation.Running running, Conversation.Past past) {
        return switch (past.reason()) {
            case LET_GO ->
                new Event.Respawned(
                        server, running.process(), Duration.between(past.at(), now()), running.took(), now());
            case CRASHED, ORDERED ->
                new Event.Restarted(
                        server, past.process(), running.process(), past.explanation(), past.attempt(), now());
        };
    }

    private void tell(Event event) {
        events.happened(event);
    }

    private Instant now() {
        return clock.instant();
    }

    private static List<String> without(List<String> some, List<String> others) {
        TreeSet<String> left = new TreeSet<>(some);
        others.forEach(left::remove);
        return List.copyOf(left);
    }
}
