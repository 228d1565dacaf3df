package dev.perigee.server;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.testkit.channel.LinkContract;
import io.vertx.core.Vertx;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

class LongPollLinkTest extends LinkContract {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected Link linkTo(URI controlPlane) {
        return new LongPollLink(
                new ControlPlaneClient(vertx, controlPlane), new SatelliteKey(new SatelliteId("edge"), "secret"));
    }
}
