package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import java.time.Instant;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee dead-letters`.
@Command(
        name = "dead-letters",
        description = "List commands that no satellite ever acknowledged and that were not redriven, the newest first.")
public final class DeadLettersCommand extends ListingCommand<CommandList> {
    private static final int WORDS_MAX = 60;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + CommandList.LIMIT_DEFAULT,
            description =
                    "At most so many, 1 to " + CommandList.LIMIT_MAX + ". Default: " + CommandList.LIMIT_DEFAULT + ".")
    private int limit;

    public DeadLettersCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<CommandList> ask(ControlPlane controlPlane) throws InterruptedException {
        if (limit < 1 || limit > CommandList.LIMIT_MAX) {
            throw new BadValue("--limit", limit, "1 to " + CommandList.LIMIT_MAX);
        }
        return controlPlane.deadLetters(limit);
    }

    @Override
    void print(CommandList list) {
        if (list.commands().isEmpty()) {
            shell.streams().out().println("No dead letters.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("ID", "SATELLITE", "ATTEMPTS", "DIED", "COMMAND", "REASON");
        for (CommandView command : list.commands()) {
            table.row(
                    command.id().value(),
                    command.to().value(),
                    String.valueOf(command.attempts()),
                    Ago.of(command.changedAt(), now),
                    OneLine.of(Words.of(command.command()), WORDS_MAX),
                    Objects.requireNonNullElse(command.reason(), ""));
        }
        table.print(shell.streams().out());
    }
}
