package dev.perigee.cli.run;

import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.server.ServerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applications that only record that they were started and closed, or fail as they are told to.
final class FakeDeployables implements Deployables {
    static final URI DOOR = URI.create("http://127.0.0.1:7401/mcp");

    private boolean letIn = true;
    private final URI url;
    private final List<String> events = new ArrayList<>();
    private boolean registered;
    private @Nullable RuntimeException serverFailure;
    private @Nullable RuntimeException satelliteFailure;
    private @Nullable SatelliteConfig satelliteConfig;

    FakeDeployables(String url) {
        this.url = URI.create(url);
    }

    void register() {
        registered = true;
    }

    void failServer(RuntimeException failure) {
        serverFailure = failure;
    }

    void failSatellite(RuntimeException failure) {
        satelliteFailure = failure;
    }

    List<String> events() {
        return events;
    }

    SatelliteConfig satelliteConfig() {
        return Objects.requireNonNull(satelliteConfig);
    }

    @Override
    public Server start(ServerConfig config) {
        if (serverFailure != null) {
            throw serverFailure;
        }
        events.add("server started");
        return new Server() {
            @Override
            public URI url() {
                return url;
            }

            @Override
            public void close() {
                events.add("server closed");
            }
        };
    }

    void neverLetIn() {
        letIn = false;
    }

    @Override
    public Satellite start(SatelliteConfig config) {
        satelliteConfig = config;
        events.add("satellite started");
        RuntimeException failure = satelliteFailure;
        return new Satellite() {
            @Override
            public boolean awaitConnected(Duration max) {
                if (failure != null) {
                    throw failure;
                }
                return letIn;
            }

            @Override
            public Optional<URI> door() {
                return Optional.of(DOOR);
            }

            @Override
            public void close() {
                events.add("satellite closed");
            }
        };
    }

    @Override
    public boolean registered(SatelliteConfig config) {
        return registered;
    }
}
