package dev.perigee.cli.run;

import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.server.ServerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How the command line starts the two applications. A start that fails throws `CliException`, `BadValue` or
/// `ProblemException`, which are told in one line; anything else is a defect. Both ends drain in bounded time. The
/// satellite holds its data directory itself.
public interface Deployables {
    Server start(ServerConfig config);

    Satellite start(SatelliteConfig config) throws InterruptedException;

    /// Whether the satellite that keeps its files in this configuration's directory has a key already.
    boolean registered(SatelliteConfig config);

    /// A control plane that answers.
    interface Server extends AutoCloseable {
        /// Where clients reach it, with the port that it got.
        URI url();

        @Override
        void close();
    }

    /// A satellite that dials.
    interface Satellite extends AutoCloseable {
        /// Waits until the control plane has let it in, at most `max`; whether it has.
        boolean awaitConnected(Duration max) throws InterruptedException;

        /// Where AI clients come in, if it has a gateway.
        Optional<URI> door();

        @Override
        void close();
    }
}
