package dev.perigee.cli.run;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Version;
import dev.perigee.protocol.BadValue;
import dev.perigee.satellite.SatelliteApp;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.server.ServerApp;
import dev.perigee.server.ServerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The real applications, each on event loops of its own.
public final class Applications implements Deployables {
    private static final long LOOPS_CLOSE_MAX_SECONDS = 2;

    @Override
    public Server start(ServerConfig config) {
        Vertx vertx = vertx();
        try {
            return new RunningServer(ServerApp.start(config, vertx), vertx);
        } catch (IOException e) {
            close(vertx);
            throw explained(e, config);
        } catch (RuntimeException e) {
            close(vertx);
            throw e;
        }
    }

    @Override
    public Satellite start(SatelliteConfig config) throws InterruptedException {
        Vertx vertx = vertx();
        try {
            return new RunningSatellite(SatelliteApp.start(config, Version.current(), vertx), vertx);
        } catch (IOException | LinkException e) {
            close(vertx);
            throw new CliException("satellite \"" + config.id() + "\" cannot start: " + e.getMessage());
        } catch (RuntimeException | InterruptedException e) {
            close(vertx);
            throw e;
        }
    }

    @Override
    public boolean registered(SatelliteConfig config) {
        return Files.exists(config.data().resolve("key"));
    }

    private static CliException explained(IOException e, ServerConfig config) {
        if (e.getCause() instanceof BindException bind) {
            BadValue port = new BadValue("port", config.port(), "a free one on " + config.host() + ", or 0 for any");
            return new CliException(port.getMessage() + " (" + bind.getMessage() + ")");
        }
        return new CliException("the control plane cannot start: " + e.getMessage());
    }

    private static Vertx vertx() {
        // nothing is served from the class path, so nothing needs unpacking to a temporary directory
        FileSystemOptions files =
                new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
        return Vertx.vertx(new VertxOptions().setFileSystemOptions(files));
    }

    private static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(LOOPS_CLOSE_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // the process is about to end, and the loops with it
        }
    }

    private record RunningServer(ServerApp app, Vertx vertx) implements Server {
        @Override
        public URI url() {
            return app.url();
        }

        @Override
        public void close() {
            app.close();
            Applications.close(vertx);
        }
    }

    private record RunningSatellite(SatelliteApp app, Vertx vertx) implements Satellite {
        @Override
        public void awaitConnected() {
            // the application has no signal of its first contact; it has registered, or has a key and asks for work
        }

        @Override
        public void close() {
            app.close();
            Applications.close(vertx);
        }
    }
}
