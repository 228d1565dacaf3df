package dev.perigee.cli.run;

import ch.qos.logback.classic.LoggerContext;
import dev.perigee.cli.log.LogbackLevels;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Version;
import dev.perigee.gateway.GatewaySettings.DoorSettings;
import dev.perigee.protocol.BadValue;
import dev.perigee.satellite.SatelliteApp;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.satellite.config.LogLevels;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.server.ServerApp;
import dev.perigee.server.ServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The real applications.
public final class Applications implements Deployables {
    @Override
    public Server start(ServerConfig config) {
        try {
            return new RunningServer(ServerApp.start(config));
        } catch (IOException e) {
            throw explained(e, config);
        }
    }

    @Override
    public Satellite start(SatelliteConfig config) throws InterruptedException {
        try {
            return new RunningSatellite(SatelliteApp.start(config, Version.current(), logLevels()));
        } catch (IOException | LinkException e) {
            if (config.mcp() != null && isTaken(e.getCause())) {
                throw doorTaken(config.mcp().door());
            }
            throw new CliException("satellite \"" + config.id() + "\" cannot start: " + e.getMessage());
        }
    }

    /// What else than Logback logs is not the satellite's to set.
    private static LogLevels logLevels() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                ? new LogbackLevels(context)
                : LogLevels.FIXED;
    }

    @Override
    public boolean registered(SatelliteConfig config) {
        return Files.exists(config.data().resolve("key"));
    }

    private static CliException doorTaken(DoorSettings door) {
        return new CliException("mcp.port \"" + door.port() + "\": expected a free one on " + door.host()
                + " for the MCP door, because something else listens there; another one, or 0 for any, is set with"
                + " --mcp-port of perigee up, or mcp.port (PERIGEE_SATELLITE_MCP_PORT) of a satellite");
    }

    /// The native transport has an exception of its own for it.
    private static boolean isTaken(@Nullable Throwable cause) {
        return cause instanceof BindException
                || (cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("in use"));
    }

    private static CliException explained(IOException e, ServerConfig config) {
        Throwable cause = e.getCause();
        if (cause != null && isTaken(cause)) {
            BadValue port = new BadValue(
                    "port",
                    config.entrance().port(),
                    "a free one on " + config.entrance().host() + ", or 0 for any");
            return new CliException(port.getMessage() + " (" + cause.getMessage() + ")");
        }
        return new CliException("the control plane cannot start: " + e.getMessage());
    }

    private record RunningServer(ServerApp app) implements Server {
        @Override
        public URI url() {
            return app.url();
        }

        @Override
        public void close() {
            app.close();
        }
    }

    private record RunningSatellite(SatelliteApp app) implements Satellite {
        @Override
        public boolean awaitConnected(Duration max) throws InterruptedException {
            return app.awaitConnected(max);
        }

        @Override
        public Optional<URI> door() {
            return app.door();
        }

        @Override
        public void close() {
            app.close();
        }
    }
}
