package dev.perigee.cli.run;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SatelliteView;
import java.time.Duration;
import java.time.Instant;

/// Waits until the control plane has heard from a satellite since this was made.
final class FirstContact {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Shell shell;
    private final ControlPlane controlPlane;
    private final SatelliteId satellite;
    private final Instant since;

    FirstContact(Shell shell, ControlPlane controlPlane, SatelliteId satellite) {
        this.shell = shell;
        this.controlPlane = controlPlane;
        this.satellite = satellite;
        this.since = shell.time().clock().instant();
    }

    void await() throws InterruptedException {
        while (controlPlane.satellites().orFail().satellites().stream().noneMatch(this::heardFrom)) {
            shell.time().pause().pause(BETWEEN_LOOKS);
        }
    }

    private boolean heardFrom(SatelliteView view) {
        Instant lastSeen = view.lastSeen();
        return view.id().equals(satellite) && lastSeen != null && !lastSeen.isBefore(since);
    }
}
