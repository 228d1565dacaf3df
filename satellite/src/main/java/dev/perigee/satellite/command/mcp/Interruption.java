package dev.perigee.satellite.command.mcp;

import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import org.jspecify.annotations.Nullable;

/// Ends one command early, from another thread and at any time. Its monitor guards it.
final class Interruption {
    private @Nullable Thread working;
    private boolean asked;

    @FunctionalInterface
    interface Job {
        Result run() throws InterruptedException;
    }

    /// What the job comes to; cancelled when it was interrupted because of this.
    Result during(Job job) throws InterruptedException {
        synchronized (this) {
            if (asked) {
                return Result.Cancelled.NEVER_BEGUN;
            }
            working = Thread.currentThread();
        }
        try {
            return job.run();
        } catch (InterruptedException e) {
            if (!wasAsked()) {
                throw e;
            }
            return new Result.Cancelled(Output.EMPTY, Output.EMPTY, 0);
        } finally {
            end();
        }
    }

    synchronized void interrupt() {
        asked = true;
        if (working != null) {
            working.interrupt();
        }
    }

    private synchronized boolean wasAsked() {
        return asked;
    }

    private synchronized void end() {
        working = null;
        if (asked) {
            // What came after the job's last wait must not hit what the thread does next.
            var _ = Thread.interrupted();
        }
    }
}
