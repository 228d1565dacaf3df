package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Secrets;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.SecretView;
import picocli.CommandLine.Command;

/// `perigee secret rekey`.
@Command(
        name = "rekey",
        description = "Seal all secrets anew: with a fresh key, or with the first of those that are configured.")
public final class SecretRekeyCommand extends ListingCommand<SecretView.Rekeyed> {
    public SecretRekeyCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SecretView.Rekeyed> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Secrets(controlPlane).rekey();
    }

    @Override
    void print(SecretView.Rekeyed done) {
        shell.streams().out().println(done.resealed() + " secrets are sealed anew, all with key " + done.key());
    }
}
