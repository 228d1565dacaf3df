package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many calls to one server are under way. Thread-safe: its lock guards the number.
final class CallsUnderWay {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int number;

    /// Whether there is one more now. Where there are `max`, it waits for the end of one, at most `patience`.
    boolean begin(int max, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (number >= max) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            number++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            number--;
            ended.signal();
        } finally {
            lock.unlock();
        }
    }
}
