package dev.perigee.cli.run;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SatelliteView;
import java.time.Duration;
import java.time.Instant;

/// Waits until the control plane has heard from a satellite since this was made, at most a minute.
final class FirstContact {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

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
            if (shell.time().clock().instant().isAfter(since.plus(WAIT_MAX))) {
                throw new CliException("satellite \"" + satellite + "\" has not connected: expected it within "
                        + Durations.format(WAIT_MAX));
            }
            shell.time().pause().pause(BETWEEN_LOOKS);
        }
    }

    private boolean heardFrom(SatelliteView view) {
        Instant lastSeen = view.lastSeen();
        return view.id().equals(satellite) && lastSeen != null && !lastSeen.isBefore(since);
    }
}
