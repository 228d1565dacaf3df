package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Takes heartbeats, and tells each satellite how often one is wanted, how long a poll is best held, and whether it is
/// to have another key.
record Heartbeats(Census census, KeyRotations rotations) {
    void addTo(SatelliteRoutes routes, Limits limits) {
        routes.serve(HttpMethod.POST, "/heartbeat", limits.bodyMax(), "sent a heartbeat", this::beat);
    }

    private void beat(Call call, Satellite satellite) {
        Heartbeat told = Json.BULK.read(call.body(), Heartbeat.class);
        Heartbeat heartbeat = satellite.team().map(told::of).orElse(told);
        census.vitals().beat(satellite.id(), heartbeat, publicUrl(call, heartbeat.publicUrl()));
        call.reply(
                200,
                new HeartbeatReceipt(
                        census.heartbeatInterval(), rotations.wanted(satellite.id()), Registrations.POLL_WAIT));
    }

    private static @Nullable String publicUrl(Call call, @Nullable String told) {
        if (told == null) {
            return null;
        }
        return told.isEmpty() ? PublicUrl.detect(name -> call.header(name)).orElse(null) : PublicUrl.check(told);
    }
}
