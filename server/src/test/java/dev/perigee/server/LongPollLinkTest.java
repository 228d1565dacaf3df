package dev.perigee.server;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.satellite.link.ServerTrust;
import dev.perigee.testkit.channel.LinkContract;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LongPollLinkTest extends LinkContract {
    private final HashedWheelTimer timer = new HashedWheelTimer();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Override
    protected Link linkTo(URI controlPlane) throws IOException {
        return new LongPollLink(
                new ControlPlaneClient(controlPlane, timer),
                new SatelliteKey(new SatelliteId("edge"), "secret"),
                ServerTrust.open(directory.resolve("server-keys.json")));
    }
}
