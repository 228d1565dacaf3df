package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request to an MCP server, and what comes back for it, in order: notifications and requests of the server,
/// then one end. Bounded: what is not taken in time makes the exchange overflow, and hurts no other. Thread-safe:
/// its lock guards it.
public final class Exchange {
    public static final int WAITING_MAX = 1_000;

    /// So much waits at most, but for a single message that is longer.
    static final int WAITING_BYTES_MAX = 32 << 20;

    private final RpcId id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Event> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Event end;
    private @Nullable Runnable whenReady;

    /// What comes back.
    public sealed interface Event {
        record Told(Message.Notification notification) implements Event {}

        record Asked(Message.Request request) implements Event {}

        /// The last one.
        record Answered(Message.Response response) implements Event {}

        /// The last one: no answer will come. `sent` is false when the server surely has not seen the request.
        record Lost(Loss why, boolean sent) implements Event {}
    }

    public Exchange(RpcId id) {
        this.id = id;
    }

    public RpcId id() {
        return id;
    }

    /// The next event; empty when none came within `max`. After the end, the end again.
    public Optional<Event> next(Duration max) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = max.toNanos();
            while (waiting.isEmpty() && end == null) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            Event next = poll();
            return Optional.ofNullable(next == null ? end : next);
        } finally {
            lock.unlock();
        }
    }

    /// The end; empty when it has not come within `max` in all, or behind more than may wait. What comes before it is
    /// for `before`.
    public Optional<Event> end(Duration max, Consumer<Event> before) throws InterruptedException {
        long left = max.toNanos();
        for (int events = 0; events <= WAITING_MAX; events++) {
            Event next;
            lock.lockInterruptibly();
            try {
                while (waiting.isEmpty() && end == null) {
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    left = changed.awaitNanos(left);
                }
                next = poll();
                if (next == null) {
                    return Optional.ofNullable(end);
                }
            } finally {
                lock.unlock();
            }
            before.accept(next);
        }
        return Optional.empty();
    }

    private @Nullable Event poll() {
        Event next = waiting.poll();
        waitingBytes -= next == null ? 0 : bytes(next);
        return next;
    }

    /// The answer, if it is all that has come and not been taken; it stays.
    public Optional<Message.Response> answer() {
        lock.lock();
        try {
            return waiting.isEmpty() && end instanceof Event.Answered(Message.Response response)
                    ? Optional.of(response)
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Runs `what` once, as soon as there is an event: now, or on the thread that offers it. It must not block. For
    /// one who waits without a thread; another takes its place.
    public void onceReady(Runnable what) {
        lock.lock();
        try {
            if (waiting.isEmpty() && end == null) {
                whenReady = what;
                return;
            }
        } finally {
            lock.unlock();
        }
        what.run();
    }

    /// Adds what the server sent for it; after the end, nothing.
    public void offer(Event event) {
        Runnable ready;
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            take(event);
            changed.signalAll();
            ready = whenReady;
            whenReady = null;
        } finally {
            lock.unlock();
        }
        if (ready != null) {
            ready.run();
        }
    }

    /// Whether the end has been offered, or too much.
    public boolean ended() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    private void take(Event event) {
        switch (event) {
            case Event.Told _, Event.Asked _ -> {
                int more = bytes(event);
                if (waiting.isEmpty() || (waiting.size() < WAITING_MAX && waitingBytes + more <= WAITING_BYTES_MAX)) {
                    waiting.add(event);
                    waitingBytes += more;
                } else {
                    waiting.clear();
                    end = new Event.Lost(
                            new Loss(
                                    Loss.Cause.MISBEHAVED,
                                    "more than " + WAITING_MAX + " messages or " + (WAITING_BYTES_MAX >> 20)
                                            + " MiB at a time"),
                            true);
                }
            }
            case Event.Answered _, Event.Lost _ -> end = event;
        }
    }

    private static int bytes(Event event) {
        return switch (event) {
            case Event.Told(Message.Notification notification) ->
                notification.json().bytes().length;
            case Event.Asked(Message.Request request) -> request.json().bytes().length;
            case Event.Answered _, Event.Lost _ -> 0;
        };
    }
}
