package dev.perigee.cli.send;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Following;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.api.CommandView;
import java.time.Duration;
import java.time.Instant;

/// Shows a command as if its program ran here: its bytes, unchanged, on stdout and stderr while it writes them, and its
/// exit code.
public final class Follower {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final ControlPlane controlPlane;
    private final Shell shell;

    public Follower(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Follows the command to its end, as long as it may take; returns the exit code.
    public int follow(CommandView command) throws InterruptedException {
        Instant now = shell.time().clock().instant();
        Instant begins = command.expiresAt().isAfter(now) ? command.expiresAt() : now;
        return follow(command, begins.plus(command.timeout()).plus(GRACE));
    }

    int follow(CommandView command, Instant deadline) throws InterruptedException {
        LivePrinter printer = new LivePrinter(shell);
        CommandView ended = command.state().isTerminal()
                ? command
                : new Following(controlPlane, shell)
                        .follow(command, deadline, printer)
                        .orFail();
        Verdict verdict = Verdict.of(ended);
        printer.finish(verdict);
        if (!verdict.completed()) {
            shell.complain(verdict.why());
        }
        return verdict.exitCode();
    }
}
