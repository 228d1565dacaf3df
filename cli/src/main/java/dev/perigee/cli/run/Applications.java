package dev.perigee.cli.run;

import dev.perigee.cli.shell.CliException;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.server.ServerConfig;
import java.nio.file.Files;

/// The real applications.
public final class Applications implements Deployables {
    /// Whether this build has them.
    public static final boolean PRESENT = false;

    @Override
    public Server start(ServerConfig config) {
        throw new CliException("this build has no control plane");
    }

    @Override
    public Satellite start(SatelliteConfig config) {
        throw new CliException("this build has no satellite");
    }

    @Override
    public boolean registered(SatelliteConfig config) {
        return Files.exists(config.data().resolve("satellite.key"));
    }
}
