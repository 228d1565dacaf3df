package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.access.Revocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee operator revoke`.
@Command(name = "revoke", description = "Take an API key back: from now on it opens nothing.")
public final class OperatorRevokeCommand extends ListingCommand<Revocation> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Whose it is.")
    private String name = "";

    public OperatorRevokeCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<Revocation> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.revokeOperator(name);
    }

    @Override
    void print(Revocation done) {
        shell.streams().out().println("revoked the key of " + done.revoked());
    }
}
