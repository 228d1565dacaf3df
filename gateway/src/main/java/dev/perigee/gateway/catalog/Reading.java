package dev.perigee.gateway.catalog;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A list that is being read, and those who wait for it. Thread-safe.
final class Reading {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Listing> read = Optional.empty();

    /// True for the one who is to read it.
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /// What was read; empty when it failed, or when it is not over within `max`.
    Optional<Listing> await(Duration max) throws InterruptedException {
        boolean _ = ended.await(max.toMillis(), TimeUnit.MILLISECONDS);
        return read;
    }

    void end(Optional<Listing> what) {
        read = what;
        ended.countDown();
    }
}
