package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.server.identity.SatelliteAccess;
import io.vertx.core.http.HttpMethod;

/// The routes below a satellite's own path. Each is reached by that satellite alone, and its use is a sign of life.
record SatelliteRoutes(HttpEdge edge, SatelliteAccess access, Fleet fleet) {
    private static final String OWN = "/perigee/v1/satellites/:id";

    @FunctionalInterface
    interface Endpoint {
        void handle(Call call, Satellite satellite);
    }

    /// `sign`: what a satellite did that called it, in words that follow "it".
    void serve(HttpMethod method, String path, int bodyMax, String sign, Endpoint endpoint) {
        edge.serve(method, OWN + path, bodyMax, SatelliteRoutes::requireCredential, call -> {
            Satellite satellite = access.require(call);
            if (!fleet.saw(satellite.id(), sign)) {
                throw new ProblemException(ProblemType.UNAUTHORIZED, "this satellite is registered no longer");
            }
            endpoint.handle(call, satellite);
        });
    }

    static void requireCredential(Call call) {
        if (call.bearer().isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNAUTHORIZED,
                    "expected a key or a registration token in the header Authorization: Bearer …");
        }
    }
}
