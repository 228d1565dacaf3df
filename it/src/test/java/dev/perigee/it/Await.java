package dev.perigee.it;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for what other processes bring about, looking again every few milliseconds until a deadline.
final class Await {
    private static final long LOOK_AGAIN_MILLIS = 5;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Await() {}

    /// A condition that may fail in any way, which then fails the test.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(String what, Duration max, Condition condition) throws Exception {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > max.toNanos()) {
                throw new AssertionError("not within " + max + ": " + what);
            }
            pass(Duration.ofMillis(LOOK_AGAIN_MILLIS));
        }
    }

    /// Lets time pass where the moment itself is what a test is about.
    static void pass(Duration length) throws InterruptedException {
        var _ = NEVER.await(length.toNanos(), TimeUnit.NANOSECONDS);
    }
}
