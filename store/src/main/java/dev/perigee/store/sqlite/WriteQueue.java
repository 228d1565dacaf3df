package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The writes that wait, first in, first out, at most `max`, and who leads: whoever puts a write in while nobody leads.
/// The leader takes a batch, and then gives the lead to the first that still waits, or up. Thread-safe: the lock guards
/// everything. What was put in before the close is still taken out; nothing is put in after it.
final class WriteQueue {
    private final int max;
    private final ArrayDeque<PendingWrite<?>> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private boolean led;
    private boolean closed;

    WriteQueue(int max) {
        this.max = max;
    }

    /// Puts a write in, waiting for room for at most `patience`. True when the caller is to lead.
    boolean put(PendingWrite<?> write, Duration patience) {
        try {
            lock.lockInterruptibly();
            try {
                long left = patience.toNanos();
                while (waiting.size() >= max && !closed && left > 0) {
                    left = taken.awaitNanos(left);
                }
                refuseWhenClosedOrFull(patience);
                waiting.add(write);
                boolean leads = !led;
                led = true;
                return leads;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted before the write began", e);
        }
    }

    /// Takes what waits, at most `count`. For the leader only, for whom there is always something.
    List<PendingWrite<?>> take(int count) {
        lock.lock();
        try {
            List<PendingWrite<?>> batch = new ArrayList<>(Math.min(count, waiting.size()));
            while (batch.size() < count && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            taken.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// The leader's last word: lets the first that waits lead, or ends the lead.
    void handOver() {
        lock.lock();
        try {
            PendingWrite<?> next = waiting.peek();
            if (next == null) {
                led = false;
                quiet.signalAll();
            } else {
                next.lead();
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses what comes, and returns when nothing waits and nobody leads any more. True the first time.
    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            taken.signalAll();
            while (led) {
                quiet.awaitUninterruptibly();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosedOrFull(Duration patience) {
        if (closed) {
            throw new StoreUnavailable("the store is closed");
        }
        if (waiting.size() >= max) {
            String full = max + " writes wait already, and none was taken within " + patience.toSeconds() + " s";
            throw new StoreUnavailable(full);
        }
    }
}
