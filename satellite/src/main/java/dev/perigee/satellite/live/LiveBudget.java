package dev.perigee.satellite.live;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes all live output together may hold in memory. Thread-safe.
final class LiveBudget {
    private final AtomicLong left;

    LiveBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /// Whether so many more may be held; they are then counted.
    boolean take(int bytes) {
        return left.getAndUpdate(now -> now >= bytes ? now - bytes : now) >= bytes;
    }

    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
