package dev.perigee.satellite.link;

import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.registration.SatelliteKey;
import java.time.Duration;
import java.util.function.Supplier;

/// Sends heartbeats beside the polls. Thread-safe.
public final class HeartbeatLink {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final ControlPlaneClient client;
    private final Supplier<SatelliteKey> key;

    public HeartbeatLink(ControlPlaneClient client, Supplier<SatelliteKey> key) {
        this.client = client;
        this.key = key;
    }

    public HeartbeatReceipt send(Heartbeat heartbeat) throws LinkException, InterruptedException {
        return client.post(
                "/perigee/v1/satellites/" + key.get().satellite() + "/heartbeat",
                key.get().reveal(),
                heartbeat,
                HeartbeatReceipt.class,
                ANSWER_MAX);
    }
}
