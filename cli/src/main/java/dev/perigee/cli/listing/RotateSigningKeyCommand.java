package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.signing.KeyChain;
import picocli.CommandLine.Command;

/// `perigee signing-keys rotate`. The id of the new key alone is on stdout.
@Command(
        name = "rotate",
        description = "Sign with a new key from now on. Satellites believe it, as the one before vouches for it.")
public final class RotateSigningKeyCommand extends ListingCommand<KeyChain> {
    public RotateSigningKeyCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<KeyChain> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.rotateSigningKey();
    }

    @Override
    void print(KeyChain chain) {
        shell.streams().out().println(chain.current().id());
    }
}
