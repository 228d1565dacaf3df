package dev.perigee.cli.training;

import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A stdout that knows when the first line is complete.
final class ReadyLine extends OutputStream {
    private static final long WAIT_MAX_SECONDS = 60;

    private final CountDownLatch complete = new CountDownLatch(1);

    @Override
    public void write(int b) {
        if (b == '\n') {
            complete.countDown();
        }
    }

    /// No line will come any more.
    void giveUp() {
        complete.countDown();
    }

    void await() throws InterruptedException {
        if (!complete.await(WAIT_MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("up was not ready after " + WAIT_MAX_SECONDS + " s");
        }
    }
}
