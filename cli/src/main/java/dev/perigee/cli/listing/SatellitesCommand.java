package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `perigee satellites`.
@Command(name = "satellites", description = "List the satellites and whether they are live, stale or dead.")
public final class SatellitesCommand extends ListingCommand<SatelliteList> {
    public SatellitesCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SatelliteList> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.satellites();
    }

    @Override
    void print(SatelliteList list) {
        if (list.satellites().isEmpty()) {
            shell.streams().out().println("No satellite has registered yet.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("SATELLITE", "STATE", "LAST SEEN", "REGISTERED", "VERSION", "PLATFORM");
        for (SatelliteView satellite : list.satellites()) {
            table.row(
                    satellite.id().value(),
                    satellite.state().wireName(),
                    Ago.of(satellite.lastSeen(), now),
                    Ago.of(satellite.registeredAt(), now),
                    satellite.version(),
                    satellite.platform());
        }
        table.print(shell.streams().out());
    }
}
