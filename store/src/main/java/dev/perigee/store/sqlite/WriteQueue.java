package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The writes that wait, first in, first out, at most `max`. Thread-safe: the lock guards everything. What was put in
/// before the close is still taken out; nothing is put in after it.
final class WriteQueue {
    private final int max;
    private final ArrayDeque<PendingWrite<?>> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private boolean closed;

    WriteQueue(int max) {
        this.max = max;
    }

    /// Puts a write in, waiting for room for at most `patience`.
    void put(PendingWrite<?> write, Duration patience) {
        try {
            lock.lockInterruptibly();
            try {
                long left = patience.toNanos();
                while (waiting.size() >= max && !closed && left > 0) {
                    left = taken.awaitNanos(left);
                }
                refuseWhenClosedOrFull(patience);
                waiting.add(write);
                arrived.signal();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted before the write began", e);
        }
    }

    /// Takes what waits, at most `count`, waiting until there is something. Empty when closed and nothing is left.
    List<PendingWrite<?>> take(int count) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
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

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            taken.signalAll();
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
