package dev.perigee.cli.send;

import dev.perigee.cli.shell.ExitCode;

/// Counts how the commands of a file ended. Thread-safe, guarded by `this`.
final class Tally {
    private long succeeded;
    private long others;

    synchronized void count(Outcome outcome) {
        if (outcome.succeeded()) {
            succeeded++;
        } else {
            others++;
        }
    }

    synchronized int exitCode() {
        return others == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    @Override
    public synchronized String toString() {
        return succeeded + " done" + (others == 0 ? "" : ", " + others + " not");
    }
}
