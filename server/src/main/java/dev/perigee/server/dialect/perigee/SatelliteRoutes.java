package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
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
        edge.serve(method, OWN + path, bodyMax, access::requireCredential, call -> {
            Satellite satellite = access.require(call);
            fleet.saw(satellite.id(), sign);
            endpoint.handle(call, satellite);
        });
    }
}
