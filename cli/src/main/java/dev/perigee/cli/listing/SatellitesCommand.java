package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.target.Target;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee satellites`.
@Command(
        name = "satellites",
        description = "List the satellites, whether they are live, stale or dead, and what they are aimed at by.")
public final class SatellitesCommand extends ListingCommand<SatelliteList> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TARGET",
            description = "Only these: an id, group:NAME, label:NAME=VALUE,NAME!=VALUE,NAME,!NAME or all.")
    private @Nullable String target;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those that are live, stale or dead.")
    private @Nullable String status;

    public SatellitesCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SatelliteList> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.satellites(
                Optional.ofNullable(target).map(Target::parse),
                Optional.ofNullable(status).map(Liveness::of));
    }

    @Override
    void print(SatelliteList list) {
        if (list.satellites().isEmpty()) {
            shell.streams()
                    .out()
                    .println(
                            target == null && status == null
                                    ? "No satellite has registered yet."
                                    : "No such satellite.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table(
                "SATELLITE", "STATE", "LAST SEEN", "TEAM", "GROUP", "LABELS", "REGISTERED", "VERSION", "PLATFORM");
        for (SatelliteView satellite : list.satellites()) {
            table.row(
                    satellite.id().value(),
                    satellite.state().wireName(),
                    Ago.of(satellite.lastSeen(), now),
                    satellite.team() == null ? "" : satellite.team().value(),
                    satellite.group() == null ? "" : satellite.group().value(),
                    satellite.labels().toString(),
                    Ago.of(satellite.registeredAt(), now),
                    satellite.version(),
                    satellite.platform());
        }
        table.print(shell.streams().out());
    }
}
