package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.KeyRotations;
import io.vertx.core.http.HttpMethod;

/// Gives a satellite its next key, for its present one.
record Keys(KeyRotations rotations) {
    void addTo(SatelliteRoutes routes) {
        routes.serve(
                HttpMethod.POST,
                "/key",
                0,
                "asked for another key",
                (call, satellite) -> call.reply(201, rotations.offer(satellite)));
    }
}
