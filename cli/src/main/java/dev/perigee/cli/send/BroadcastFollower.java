package dev.perigee.cli.send;

import dev.perigee.cli.client.Broadcasting;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.broadcast.BroadcastCounts;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.BroadcastView;
import java.io.PrintStream;

/// Waits for a broadcast's end, with a line of counts on stderr while a person watches it, and then prints the answers
/// that were collected.
public final class BroadcastFollower {
    private static final String CLEAR = "\r\033[K";

    private final ControlPlane controlPlane;
    private final Shell shell;
    private final BroadcastReport report;

    public BroadcastFollower(ControlPlane controlPlane, Shell shell, BroadcastReport.Form form) {
        this.controlPlane = controlPlane;
        this.shell = shell;
        this.report = new BroadcastReport(controlPlane.broadcasts(), shell, form);
    }

    /// Returns 0 only if every member's command completed with exit code 0.
    public int follow(BroadcastView accepted) throws InterruptedException {
        BroadcastView ended = new Broadcasting(controlPlane.broadcasts(), shell)
                .await(accepted, this::show)
                .orFail();
        clear();
        report.print(ended);
        boolean allSucceeded =
                ended.state() == BroadcastState.COMPLETED && ended.counts().succeeded() == ended.members();
        return allSucceeded ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private void show(BroadcastView broadcast) {
        if (shell.streams().errIsTerminal()) {
            PrintStream err = shell.streams().err();
            err.print(CLEAR + line(broadcast));
            err.flush();
        }
    }

    private void clear() {
        if (shell.streams().errIsTerminal()) {
            shell.streams().err().print(CLEAR);
            shell.streams().err().flush();
        }
    }

    private static String line(BroadcastView broadcast) {
        BroadcastCounts counts = broadcast.counts();
        return broadcast.state().wireName() + ": " + counts.succeeded() + " of " + broadcast.members() + " done, "
                + counts.failed() + " failed, " + counts.live() + " under way, " + counts.pending() + " to come";
    }
}
