package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Takes heartbeats, and tells each satellite how often one is wanted.
public final class Heartbeats {
    private final PerigeeDialect dialect;
    private final Fleet fleet;
    private final Census census;
    private final Limits limits;

    public Heartbeats(PerigeeDialect dialect, Fleet fleet, Census census, Limits limits) {
        this.dialect = dialect;
        this.fleet = fleet;
        this.census = census;
        this.limits = limits;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(
                HttpMethod.POST,
                "/perigee/v1/satellites/:id/heartbeat",
                limits.bodyMax(),
                PerigeeDialect::requireCredential,
                this::beat);
    }

    private void beat(Call call) {
        Satellite satellite = dialect.authenticate(call);
        Heartbeat heartbeat = Json.WIRE.read(call.body(), Heartbeat.class);
        fleet.saw(satellite.id(), "sent a heartbeat");
        census.vitals().beat(satellite.id(), heartbeat, publicUrl(call, heartbeat.publicUrl()));
        call.reply(200, new HeartbeatReceipt(census.heartbeatInterval()));
    }

    private static @Nullable String publicUrl(Call call, @Nullable String told) {
        if (told == null) {
            return null;
        }
        return told.isEmpty() ? PublicUrl.detect(name -> call.header(name)).orElse(null) : PublicUrl.check(told);
    }
}
