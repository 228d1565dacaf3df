package dev.perigee.cli.send;

import dev.perigee.cli.shell.Shell;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/// A bar on stderr while a person watches it, at most ten times a second; nothing otherwise. Thread-safe: `this` guards
/// everything, so that lines of complaint never run into the bar.
final class Progress {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final String CLEAR = "\r\033[K";

    private final Shell shell;
    private final long bytesTotal;
    private Instant drawn = Instant.EPOCH;

    /// `bytesTotal` is the size of the file, 0 when it is not known.
    Progress(Shell shell, long bytesTotal) {
        this.shell = shell;
        this.bytesTotal = bytesTotal;
    }

    synchronized void show(long bytesRead, Tally tally) {
        Instant now = shell.time().clock().instant();
        if (!shell.streams().errIsTerminal() || now.isBefore(drawn.plus(BETWEEN))) {
            return;
        }
        drawn = now;
        PrintStream err = shell.streams().err();
        err.print(CLEAR + bar(bytesRead) + tally);
        err.flush();
    }

    synchronized void complain(String message) {
        clear();
        shell.complain(message);
    }

    synchronized void clear() {
        if (shell.streams().errIsTerminal()) {
            shell.streams().err().print(CLEAR);
            shell.streams().err().flush();
        }
    }

    private String bar(long bytesRead) {
        if (bytesTotal <= 0) {
            return "";
        }
        int full = (int) Math.min(WIDTH, WIDTH * bytesRead / bytesTotal);
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] ";
    }
}
