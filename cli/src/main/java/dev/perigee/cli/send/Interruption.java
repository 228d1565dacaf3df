package dev.perigee.cli.send;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.CommandId;
import org.jspecify.annotations.Nullable;

/// What Ctrl-C does while a command is submitted and waited for: the first cancels it, once it is known, and the
/// waiting
/// goes on; the second ends the waiting and leaves the command to itself. Thread-safe: its monitor guards the two.
final class Interruption {
    private final ControlPlane controlPlane;
    private final Shell shell;
    private int times;
    private @Nullable CommandId id;

    Interruption(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Submits a command, says which it is, waits for it and returns its exit code.
    @FunctionalInterface
    interface Waiting {
        int run() throws InterruptedException;
    }

    /// Runs `waiting` on this thread; returns its exit code, or that of an interruption if there was one and the
    /// command did not end by itself.
    int during(Waiting waiting) throws InterruptedException {
        Thread here = Thread.currentThread();
        shell.interrupts().take(() -> interrupted(here));
        try {
            int exitCode = waiting.run();
            return happened() && exitCode == ExitCode.PERIGEE_FAILED ? ExitCode.INTERRUPTED : exitCode;
        } catch (InterruptedException e) {
            if (!happened()) {
                throw e;
            }
            shell.complain(farewell());
            return ExitCode.INTERRUPTED;
        }
    }

    /// From here on it is `command` that is waited for.
    synchronized void concerns(CommandId command) {
        id = command;
        if (times > 0) {
            cancel(command);
        }
    }

    private synchronized boolean happened() {
        return times > 0;
    }

    private synchronized String farewell() {
        return id == null
                ? "left to itself: whether it was accepted is not known; `perigee commands` shows it if it was"
                : "left to itself: `perigee command " + id + "` shows what becomes of it";
    }

    private synchronized void interrupted(Thread waiting) {
        if (++times > 1) {
            waiting.interrupt();
            return;
        }
        shell.complain("cancelling command " + (id == null ? "as soon as it is accepted" : id)
                + "; Ctrl-C again leaves it to itself");
        if (id != null) {
            cancel(id);
        }
    }

    private void cancel(CommandId command) {
        Thread.ofVirtual().name("cancel").start(() -> {
            try {
                new Submitting(controlPlane, shell).cancel(command).orFail();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                shell.complain("not cancelled: " + e.getMessage());
            }
        });
    }
}
