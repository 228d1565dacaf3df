package dev.perigee.server;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.ServerTrust;
import dev.perigee.testkit.channel.ChannelContract;
import dev.perigee.testkit.channel.ControlPlaneUnderTest;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LongPollChannelTest extends ChannelContract {
    private final HashedWheelTimer timer = new HashedWheelTimer();

    @TempDir
    private Path directory;

    @AfterEach
    void stopTimer() {
        timer.stop();
    }

    @Override
    protected ControlPlaneUnderTest start() throws Exception {
        RunningServer server = new RunningServer(directory.resolve("server"));
        ControlPlaneClient client = new ControlPlaneClient(server.app.url(), timer);
        ServerTrust trust = ServerTrust.open(directory.resolve("server-keys.json"));
        SatelliteKey key = new Registrar(client, trust, directory.resolve("key"))
                .register(new SatelliteId("edge"), server.token(), SatelliteProfile.of("test", "Linux"));
        return new LongPoll(server, client, trust, key);
    }

    private record LongPoll(RunningServer server, ControlPlaneClient client, ServerTrust trust, SatelliteKey registered)
            implements ControlPlaneUnderTest {
        @Override
        public CommandId submit(Submission submission) {
            try {
                return server.submit(submission, "").id();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public CommandState state(CommandId command) {
            try {
                return server.show(command).state();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void cancel(CommandId command) {
            try {
                server.send("POST", "/api/v1/commands/" + command + "/cancel", RunningServer.OPERATOR_KEY, null);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Link link(SatelliteKey key) {
            return new LongPollLink(client, key, trust);
        }

        @Override
        public void drain() {
            server.app.close();
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }
}
