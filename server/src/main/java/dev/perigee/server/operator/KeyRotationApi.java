package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.KeyRotation;
import io.vertx.core.http.HttpMethod;

/// Has satellites take other keys, which no operator ever sees: docs/api.md.
public record KeyRotationApi(Access access, KeyRotations rotations) {
    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.POST, "/api/v1/satellites/:id/rotate-key", 0, access, this::rotate);
    }

    private void rotate(Call call) {
        SatelliteId id = new SatelliteId(call.path("id"));
        access.require(call, Act.ROTATE_KEY, id);
        rotations.want(id);
        call.reply(202, new KeyRotation(id));
    }
}
