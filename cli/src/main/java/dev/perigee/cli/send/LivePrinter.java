package dev.perigee.cli.send;

import dev.perigee.cli.client.Following;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.StreamName;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Prints what a command writes, while it does and at its end: each byte once. How far it is stands in a line of its
/// own
/// on stderr, while a person watches. Confined to one thread.
final class LivePrinter implements Following.Listener {
    private static final String CLEAR = "\r\033[K";

    private final Shell shell;
    private final PrintedStream stdout;
    private final PrintedStream stderr;
    private boolean lineShown;

    LivePrinter(Shell shell) {
        this.shell = shell;
        this.stdout = new PrintedStream(shell.streams().out());
        this.stderr = new PrintedStream(shell.streams().err());
    }

    @Override
    public long position(StreamName stream) {
        return of(stream).taken();
    }

    @Override
    public void take(LiveEvent event) {
        switch (event) {
            case LiveEvent.Written(StreamName stream, long offset, byte[] bytes) -> {
                clearLine();
                of(stream).write(offset, bytes);
                if (shell.streams().out().checkError()) {
                    throw new CliException(
                            "stdout: expected it to take the output; the command goes on without anybody following it");
                }
            }
            case LiveEvent.Gap(StreamName stream, var _, long to) -> {
                boolean before = of(stream).holding();
                of(stream).gap(to);
                if (of(stream).holding() && !before && shell.streams().errIsTerminal()) {
                    clearLine();
                    shell.complain(stream.wireName() + " comes faster than it can be followed: the rest is printed"
                            + " at the end");
                }
            }
            case LiveEvent.Progress progress -> show(progress.percent(), progress.note());
            case LiveEvent.End _ -> clearLine();
        }
    }

    /// Prints what is left, and says what was cut off.
    void finish(Verdict verdict) {
        clearLine();
        finish("stdout", stdout, verdict.stdout());
        finish("stderr", stderr, verdict.stderr());
    }

    private void finish(String name, PrintedStream stream, Output result) {
        boolean followed = stream.taken() > 0;
        long missing = stream.finish(result);
        if (missing > 0) {
            shell.complain(
                    followed
                            ? missing + " of " + result.totalBytes() + " bytes of " + name + " were not kept"
                            : name + " was cut off: these are the first " + result.bytes().length + " of "
                                    + result.totalBytes() + " bytes");
        }
    }

    /// Only between lines of the program, so that it never breaks one.
    private void show(@Nullable Integer percent, @Nullable String note) {
        if (!shell.streams().errIsTerminal() || !stdout.endsLine() || !stderr.endsLine()) {
            return;
        }
        PrintStream err = shell.streams().err();
        String share = percent == null ? "" : percent + " % ";
        err.print(CLEAR + share + (note == null ? "" : OneLine.of(note)));
        err.flush();
        lineShown = true;
    }

    private void clearLine() {
        if (lineShown) {
            shell.streams().err().print(CLEAR);
            shell.streams().err().flush();
            lineShown = false;
        }
    }

    private PrintedStream of(StreamName stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }
}
