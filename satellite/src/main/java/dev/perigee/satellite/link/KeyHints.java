package dev.perigee.satellite.link;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Whether the control plane hinted that the satellite is to have another key. Thread-safe: a semaphore, which has a
/// permit when it did.
public final class KeyHints {
    private final Semaphore signals = new Semaphore(0);

    public void hear(boolean wanted) {
        if (wanted && signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /// Waits for a hint, at most `max`; whether there was one.
    boolean await(Duration max) throws InterruptedException {
        return signals.tryAcquire(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What was hinted at so far is done.
    void done() {
        int _ = signals.drainPermits();
    }
}
