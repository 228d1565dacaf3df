package dev.perigee.cli.send;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.CommandId;
import java.util.concurrent.atomic.AtomicInteger;

/// What Ctrl-C does while a command is waited for: the first cancels it and the waiting goes on, the second ends the
/// waiting and leaves the command to itself. Thread-safe.
final class Interruption {
    private final ControlPlane controlPlane;
    private final Shell shell;
    private final AtomicInteger times = new AtomicInteger();

    Interruption(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Waits for a command and returns its exit code.
    @FunctionalInterface
    interface Waiting {
        int run() throws InterruptedException;
    }

    /// Runs `waiting` on this thread; returns its exit code, or that of an interruption if there was one and the
    /// command did not end by itself.
    int during(CommandId id, Waiting waiting) throws InterruptedException {
        Thread here = Thread.currentThread();
        shell.interrupts().take(() -> interrupted(id, here));
        try {
            int exitCode = waiting.run();
            return happened() && exitCode == ExitCode.PERIGEE_FAILED ? ExitCode.INTERRUPTED : exitCode;
        } catch (InterruptedException e) {
            if (!happened()) {
                throw e;
            }
            shell.complain("left to itself: `perigee command " + id + "` shows what becomes of it");
            return ExitCode.INTERRUPTED;
        }
    }

    private boolean happened() {
        return times.get() > 0;
    }

    private void interrupted(CommandId id, Thread waiting) {
        if (times.incrementAndGet() > 1) {
            waiting.interrupt();
            return;
        }
        shell.complain("cancelling command " + id + "; Ctrl-C again leaves it to itself");
        Thread.ofVirtual().name("cancel").start(() -> {
            try {
                new Submitting(controlPlane, shell).cancel(id).orFail();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                shell.complain("not cancelled: " + e.getMessage());
            }
        });
    }
}
