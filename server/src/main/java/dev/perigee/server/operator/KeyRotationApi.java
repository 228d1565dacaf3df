package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.KeyRotation;
import dev.perigee.protocol.audit.AuditAct;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/// Has satellites take other keys, which no operator ever sees: docs/api.md.
public record KeyRotationApi(Access access, KeyRotations rotations) {
    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.POST, "/api/v1/satellites/:id/rotate-key", 0, access, this::rotate);
    }

    private void rotate(Call call) {
        SatelliteId id = new SatelliteId(call.path("id"));
        Caller caller = access.require(call, Act.ROTATE_KEY, id);
        access.note(caller, AuditAct.SATELLITE_KEY_ROTATED, id.value(), Map.of());
        rotations.want(id);
        call.reply(202, new KeyRotation(id));
    }
}
