package dev.perigee.cli.broadcast;

import dev.perigee.cli.client.Broadcasts.Wish;
import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee broadcast pause`, `resume` and `abort`.
public sealed class WishCommand implements ExitCoded {
    private final Shell shell;
    private final Wish wish;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The broadcast's id.")
    private @Nullable String id;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    private WishCommand(Shell shell, Wish wish) {
        this.shell = shell;
        this.wish = wish;
    }

    @Command(name = "pause", description = "Create no further command until it is resumed; those under way go on.")
    public static final class Pause extends WishCommand {
        public Pause(Shell shell) {
            super(shell, Wish.PAUSE);
        }
    }

    @Command(name = "resume", description = "Go on with a paused broadcast.")
    public static final class Resume extends WishCommand {
        public Resume(Shell shell) {
            super(shell, Wish.RESUME);
        }
    }

    @Command(name = "abort", description = "End it: create no further command and cancel those under way.")
    public static final class Abort extends WishCommand {
        public Abort(Shell shell) {
            super(shell, Wish.ABORT);
        }
    }

    @Override
    public int run() throws InterruptedException {
        BroadcastView broadcast;
        try (ControlPlane controlPlane = connection.connect(shell)) {
            broadcast = controlPlane
                    .broadcasts()
                    .wish(BroadcastCommand.id(id), wish)
                    .orFail();
        }
        shell.streams()
                .out()
                .println(
                        output.json()
                                ? Json.WIRE.text(broadcast)
                                : "broadcast " + broadcast.id() + " is "
                                        + broadcast.state().wireName()
                                        + (broadcast.reason() == null
                                                ? ""
                                                : " (" + OneLine.of(broadcast.reason()) + ")"));
        return ExitCode.OK;
    }
}
