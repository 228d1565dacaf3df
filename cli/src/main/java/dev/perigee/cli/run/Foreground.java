package dev.perigee.cli.run;

import dev.perigee.cli.shell.Shell;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps a deployable running until somebody says stop. `arm` is told once, before anything starts, how to say it and
/// how long the end may take; the process connects its signals there.
public final class Foreground {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final BiConsumer<Foreground, Duration> arm;

    /// Written before `stopped` opens, read after.
    private volatile @Nullable RuntimeException failure;

    public Foreground(BiConsumer<Foreground, Duration> arm) {
        this.arm = arm;
    }

    /// Something that takes its time to get ready.
    @FunctionalInterface
    interface Readiness {
        void await() throws InterruptedException;
    }

    void begin(Duration endMax) {
        arm.accept(this, endMax);
    }

    /// Prints `line` on stdout once ready, and returns when it is time to end. Throws what getting ready failed with.
    void run(Shell shell, Readiness readiness, String line) throws InterruptedException {
        Thread watcher = Thread.ofVirtual().name("readiness").start(() -> {
            try {
                readiness.await();
                shell.streams().out().println(line);
                shell.streams().out().flush();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // stopped before it was ready
            } catch (RuntimeException e) {
                failure = e;
                stop();
            }
        });
        try {
            stopped.await();
        } finally {
            watcher.interrupt();
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /// From any thread, any number of times.
    public void stop() {
        stopped.countDown();
    }
}
