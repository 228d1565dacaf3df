package dev.perigee.store.commit;

import dev.perigee.control.StoreUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits in a lane, first in, first out, and how many lead. While there may be another leader nothing waits:
/// who comes then leads, and a leader that is done passes the lead on to the first that waits. Thread-safe: the
/// lock guards everything. What was put in before the close is still led; nothing is put in after it.
final class LaneQueue<P extends Pending<?>> {
    private final Lane.Limits limits;
    private final ArrayDeque<P> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private int leaders;
    private boolean closed;

    LaneQueue(Lane.Limits limits) {
        this.limits = limits;
    }

    /// True when the caller is to lead a batch with `pending` in it; otherwise it waits now, after waiting for
    /// room for at most the patience.
    boolean put(P pending) {
        try {
            lock.lockInterruptibly();
            try {
                awaitRoom();
                if (leaders < limits.leadersMax()) {
                    leaders++;
                    return true;
                }
                waiting.add(pending);
                return false;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted before the database was asked", e);
        }
    }

    /// A leader's batch: its own, and of what waits so many that they are at most `count`.
    List<P> batch(P own, int count) {
        lock.lock();
        try {
            List<P> batch = new ArrayList<>(Math.min(count, waiting.size() + 1));
            batch.add(own);
            while (batch.size() < count && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            taken.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// A leader's last word: lets the first that waits lead, or gives up the lead.
    void handOver() {
        lock.lock();
        try {
            @Nullable P next = waiting.poll();
            if (next == null) {
                leaders--;
                quiet.signalAll();
            } else {
                next.lead();
            }
            taken.signalAll();
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

    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            taken.signalAll();
            while (leaders > 0) {
                quiet.awaitUninterruptibly();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() throws InterruptedException {
        long left = limits.patience().toNanos();
        while (waiting.size() >= limits.waitingMax() && !closed && left > 0) {
            left = taken.awaitNanos(left);
        }
        if (closed) {
            throw new StoreUnavailable("the store is closed");
        }
        if (waiting.size() >= limits.waitingMax()) {
            throw new StoreUnavailable(limits.waitingMax() + " calls wait already, and none was taken within "
                    + limits.patience().toSeconds() + " s");
        }
    }
}
