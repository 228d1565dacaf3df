package dev.perigee.server.dialect.perigee;

import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.InstanceId;
import dev.perigee.server.identity.SatelliteAccess;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
            if (!fleet.saw(satellite.id(), sign, instance(call))) {
                throw new ProblemException(ProblemType.UNAUTHORIZED, "this satellite is registered no longer");
            }
            endpoint.handle(call, satellite);
        });
    }

    /// Where a satellite finds what, from the control plane's address as the satellite knows it.
    static Map<String, String> channels(SatelliteId satellite) {
        String own = OWN.replace(":id", satellite.value());
        return Map.of(
                "deliveries", own + "/deliveries",
                "reports", own + "/reports",
                "heartbeat", own + "/heartbeat",
                "events", own + "/events",
                "config", own + "/config",
                "profile", own + "/profile",
                "signingKeys", own + "/signing-keys",
                "key", own + "/key");
    }

    /// Which process of the satellite calls, if it says so.
    private static @Nullable String instance(Call call) {
        Optional<String> told = call.header(InstanceId.HEADER);
        told.ifPresent(InstanceId::check);
        return told.orElse(null);
    }
}
