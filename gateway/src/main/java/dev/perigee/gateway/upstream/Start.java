package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One start of a conversation, which all who need it wait for and share: what it comes to is the same for
/// each. Thread-safe; ends once.
final class Start {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable UpstreamSession session;
    private volatile @Nullable Loss failure;
    private volatile boolean wanted;
    private volatile @Nullable Duration again;
    private volatile Alarm.Pending pending = () -> {};
    private final ReentrantLock opening = new ReentrantLock();
    /// Guarded by `opening`, like the next.
    private @Nullable Connection opened;

    private boolean cancelled;

    /// The session, or why there is none. Throws `ConnectFailed`.
    UpstreamSession await(Duration max) throws ConnectFailed, InterruptedException {
        wanted = true;
        if (!over.await(max.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ConnectFailed(
                    new Loss(Loss.Cause.UNAVAILABLE, "it was not started within " + max.toSeconds() + " s; try again"));
        }
        Loss why = failure;
        UpstreamSession opened = session;
        if (opened == null) {
            throw new ConnectFailed(why == null ? new Loss(Loss.Cause.CLOSED, "the gateway ended it") : why);
        }
        return opened;
    }

    void succeeded(UpstreamSession opened) {
        session = opened;
        over.countDown();
    }

    void failed(Loss why) {
        failure = why;
        over.countDown();
    }

    /// Whether somebody waits for it.
    boolean wanted() {
        return wanted;
    }

    /// After it failed, another one is to follow.
    void followedBy(Duration delay) {
        again = delay;
    }

    Optional<Duration> again() {
        return Optional.ofNullable(again);
    }

    void waitsFor(Alarm.Pending alarm) {
        pending = alarm;
    }

    /// What it talks to a server on, one after the other. Throws `ConnectFailed`, with that closed, when the start is
    /// given up.
    void opens(Connection connection) throws ConnectFailed {
        opening.lock();
        try {
            if (!cancelled) {
                opened = connection;
                return;
            }
        } finally {
            opening.unlock();
        }
        connection.close();
        throw givenUp();
    }

    /// Throws `ConnectFailed` when it is given up.
    void requireWanted() throws ConnectFailed {
        if (isCancelled()) {
            throw givenUp();
        }
    }

    boolean isCancelled() {
        opening.lock();
        try {
            return cancelled;
        } finally {
            opening.unlock();
        }
    }

    /// Gives it up: it is not begun any more, and what it has begun is ended, which is waited for.
    void cancel(Loss why) {
        Connection unfinished;
        opening.lock();
        try {
            cancelled = true;
            unfinished = opened;
        } finally {
            opening.unlock();
        }
        pending.cancel();
        failed(why);
        if (unfinished != null) {
            unfinished.close();
        }
    }

    private static ConnectFailed givenUp() {
        return new ConnectFailed(new Loss(Loss.Cause.CLOSED, "the gateway ended it"));
    }
}
