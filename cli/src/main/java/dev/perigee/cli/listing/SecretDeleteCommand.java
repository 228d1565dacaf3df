package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Secrets;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee secret delete`.
@Command(
        name = "delete",
        description = "Take a secret away. Satellites that refer to it keep what they have, and say so.")
public final class SecretDeleteCommand extends ListingCommand<SecretView.Deleted> {
    @Parameters(index = "0", paramLabel = "NAME", description = "What it is called.")
    private String name = "";

    @Mixin
    private final SecretScope scope = new SecretScope();

    public SecretDeleteCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SecretView.Deleted> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Secrets(controlPlane).delete(new SecretName(name), scope.scope());
    }

    @Override
    void print(SecretView.Deleted gone) {
        shell.streams()
                .out()
                .println("secret " + gone.name() + " for " + gone.scope().text() + " is deleted");
    }
}
