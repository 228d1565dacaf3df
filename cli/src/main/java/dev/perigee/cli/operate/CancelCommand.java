package dev.perigee.cli.operate;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee cancel`.
@Command(
        name = "cancel",
        description = "Cancel a command, and wait until it has ended.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    it is cancelled",
            "  1    it ended otherwise",
            "  125  it has not ended in time, or Perigee could not do it; one line on stderr says why"
        })
public final class CancelCommand implements ExitCoded {
    private static final Duration WAIT_MAX = Duration.ofDays(1);

    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The command's id.")
    private @Nullable String id;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "1m",
            description = "How long to wait for its end; 0s does not wait. Default: 1m.")
    private String wait = "1m";

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public CancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        if (id == null) {
            throw new BadValue("ID is missing: expected the id of a command, as `perigee commands` lists them");
        }
        CommandId command = new CommandId(id);
        Duration patience = Durations.between("--wait", Durations.parse("--wait", wait), Duration.ZERO, WAIT_MAX);
        CommandView ended;
        try (ControlPlane controlPlane = connection.connect(shell)) {
            ended = patience.isZero()
                    ? controlPlane.cancel(command, patience).orFail()
                    : new Submitting(controlPlane, shell)
                            .cancel(command, patience)
                            .orFail();
        }
        return tell(ended, patience);
    }

    private int tell(CommandView command, Duration patience) {
        if (output.json()) {
            shell.streams().out().println(Json.WIRE.text(command));
        }
        if (!command.state().isTerminal()) {
            if (patience.isZero()) {
                return ExitCode.OK;
            }
            throw new CliException("command " + command.id() + " is still "
                    + command.state().wireName() + " after " + Durations.format(patience) + ": expected satellite \""
                    + command.to() + "\" to end it; `perigee why " + command.id() + "` says what it waits for");
        }
        if (!output.json()) {
            shell.streams().out().println(command.id() + " " + Ending.of(command));
        }
        return command.state() == CommandState.CANCELLED ? ExitCode.OK : ExitCode.NOT_CANCELLED;
    }
}
