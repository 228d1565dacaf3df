package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Secrets;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.config.SecretView;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `perigee secrets`.
@Command(
        name = "secrets",
        description = "List secrets: what they are called, for whom and since when, never what they are.")
public final class SecretsCommand extends ListingCommand<SecretView.All> {
    public SecretsCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SecretView.All> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Secrets(controlPlane).all();
    }

    @Override
    void print(SecretView.All all) {
        if (all.secrets().isEmpty()) {
            shell.streams().out().println("There are no secrets.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("NAME", "FOR", "VERSION", "SET", "BY", "KEY");
        for (SecretView secret : all.secrets()) {
            table.row(
                    secret.name().value(),
                    secret.scope().text(),
                    String.valueOf(secret.version()),
                    Ago.of(secret.setAt(), now),
                    secret.author(),
                    secret.key());
        }
        table.print(shell.streams().out());
    }
}
