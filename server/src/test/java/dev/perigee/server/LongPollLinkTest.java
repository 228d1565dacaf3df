package dev.perigee.server;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.testkit.channel.LinkContract;
import io.netty.util.HashedWheelTimer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

class LongPollLinkTest extends LinkContract {
    private final HashedWheelTimer timer = new HashedWheelTimer();

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Override
    protected Link linkTo(URI controlPlane) {
        return new LongPollLink(
                new ControlPlaneClient(controlPlane, timer), new SatelliteKey(new SatelliteId("edge"), "secret"));
    }
}
