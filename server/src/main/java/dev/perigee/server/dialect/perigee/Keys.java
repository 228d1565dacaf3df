package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.KeyRotations;
import io.vertx.core.http.HttpMethod;

/// Gives a satellite its next key, for its present one.
record Keys(KeyRotations rotations) {
    private static final int BODY_MAX = 1024;

    void addTo(SatelliteRoutes routes) {
        routes.serve(
                HttpMethod.POST,
                "/key",
                BODY_MAX,
                "asked for another key",
                (call, satellite) -> call.reply(201, rotations.offer(satellite)));
    }
}
