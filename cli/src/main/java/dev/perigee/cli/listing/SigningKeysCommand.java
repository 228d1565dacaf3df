package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.signing.KeyChain;
import picocli.CommandLine.Command;

/// `perigee signing-keys`.
@Command(
        name = "signing-keys",
        description = "List the keys by which satellites know the control plane, oldest first; the last one signs.")
public final class SigningKeysCommand extends ListingCommand<KeyChain> {
    public SigningKeysCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<KeyChain> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.signingKeys();
    }

    @Override
    void print(KeyChain chain) {
        Table table = new Table("ID", "KEY", "");
        for (KeyChain.Link link : chain.keys()) {
            boolean signs = link.key().equals(chain.current());
            table.row(link.key().id(), link.key().text(), signs ? "signs" : "");
        }
        table.print(shell.streams().out());
    }
}
