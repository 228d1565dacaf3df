package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One start of a conversation, which all who need it wait for and share: what it comes to is the same for
/// each. Thread-safe; ends once.
final class Start {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable UpstreamSession session;
    private volatile @Nullable Loss failure;
    private volatile boolean wanted;
    private volatile boolean begun;
    private volatile boolean cancelled;
    private volatile @Nullable Duration again;
    private volatile Alarm.Pending pending = () -> {};

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

    /// What it waits for now, which is given up when the start is: the moment to begin, or a server's greeting.
    void waitsFor(Alarm.Pending next) {
        pending = next;
        if (cancelled) {
            next.cancel();
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }

    /// It is given up, which may wait for the end of a process.
    void cancel(Loss why) {
        failed(why);
        cancelled = true;
        pending.cancel();
    }
}
