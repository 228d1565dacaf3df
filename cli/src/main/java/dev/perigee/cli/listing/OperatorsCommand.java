package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.access.OperatorList;
import dev.perigee.protocol.access.OperatorView;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `perigee operators`.
@Command(name = "operators", description = "List who has an API key of their own, with which role and of which team.")
public final class OperatorsCommand extends ListingCommand<OperatorList> {
    public OperatorsCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<OperatorList> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.operators();
    }

    @Override
    void print(OperatorList list) {
        if (list.operators().isEmpty()) {
            shell.streams().out().println("Nobody has a key of their own.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("NAME", "ROLE", "TEAM", "CREATED", "BY", "EXPIRES");
        for (OperatorView operator : list.operators()) {
            table.row(
                    operator.name(),
                    operator.role().wireName(),
                    operator.team() == null ? "" : operator.team().value(),
                    Ago.of(operator.createdAt(), now),
                    operator.createdBy(),
                    operator.expiresAt() == null ? "" : operator.expiresAt().toString());
        }
        table.print(shell.streams().out());
    }
}
