package dev.perigee.satellite.link;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which configuration the control plane hinted at last, by its hash. Thread-safe: one reference, and a semaphore that
/// has a permit when it was exchanged.
public final class ConfigHints {
    private final Semaphore signals = new Semaphore(0);
    private volatile @Nullable String heard;

    public void hear(String hash) {
        String before = heard;
        heard = hash;
        if (!hash.equals(before)) {
            signals.release();
        }
    }

    public Optional<String> heard() {
        return Optional.ofNullable(heard);
    }

    /// Waits until another configuration than `known` may have been hinted at, at most `max`.
    public void awaitOther(String known, Duration max) throws InterruptedException {
        int _ = signals.drainPermits();
        if (heard().orElse(known).equals(known)) {
            var _ = signals.tryAcquire(max.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
