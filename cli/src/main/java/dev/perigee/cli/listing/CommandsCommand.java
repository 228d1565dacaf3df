package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee commands`.
@Command(name = "commands", description = "List commands, the newest first.")
public final class CommandsCommand extends ListingCommand<CommandList> {
    private static final int WORDS_MAX = 60;

    @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state, such as queued.")
    private @Nullable String state;

    @Option(names = "--satellite", paramLabel = "SATELLITE", description = "Only those of this satellite.")
    private @Nullable String satellite;

    @Option(names = "--correlation", paramLabel = "TEXT", description = "Only those sent with this --correlation.")
    private @Nullable String correlation;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + CommandList.LIMIT_DEFAULT,
            description =
                    "At most so many, 1 to " + CommandList.LIMIT_MAX + ". Default: " + CommandList.LIMIT_DEFAULT + ".")
    private int limit;

    public CommandsCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<CommandList> ask(ControlPlane controlPlane) throws InterruptedException {
        if (limit < 1 || limit > CommandList.LIMIT_MAX) {
            throw new BadValue("--limit", limit, "1 to " + CommandList.LIMIT_MAX);
        }
        return controlPlane.commands(
                Optional.ofNullable(state).map(CommandState::of),
                Optional.ofNullable(satellite).map(SatelliteId::new),
                Optional.ofNullable(correlation),
                limit);
    }

    @Override
    void print(CommandList list) {
        if (list.commands().isEmpty()) {
            shell.streams()
                    .out()
                    .println(
                            state == null && satellite == null && correlation == null
                                    ? "No commands yet."
                                    : "No such commands.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("ID", "SATELLITE", "STATE", "CHANGED", "PRIORITY", "COMMAND");
        for (CommandView command : list.commands()) {
            table.row(
                    command.id().value(),
                    command.to().value(),
                    command.state().wireName(),
                    Ago.of(command.changedAt(), now),
                    command.priority().wireName(),
                    OneLine.of(Words.of(command.command()), WORDS_MAX));
        }
        table.print(shell.streams().out());
    }
}
