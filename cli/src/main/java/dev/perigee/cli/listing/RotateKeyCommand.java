package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.KeyRotation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee satellite rotate-key`.
@Command(
        name = "rotate-key",
        description = "Have a satellite fetch and use another key; the key that it has ends when it uses the new one.")
public final class RotateKeyCommand extends ListingCommand<KeyRotation> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its id.")
    private String name = "";

    public RotateKeyCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<KeyRotation> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.tokens().rotateKey(new SatelliteId(name));
    }

    @Override
    void print(KeyRotation asked) {
        shell.streams()
                .out()
                .println("asked " + asked.satellite() + " to change its key; perigee satellite " + asked.satellite()
                        + " shows when it has");
    }
}
